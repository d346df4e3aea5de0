package io.perfagent.instrument.lettuce;

import io.netty.buffer.ByteBuf;
import io.perfagent.cache.Fill;
import io.perfagent.cache.redis.PipelinedSession;
import io.perfagent.cache.redis.ReadSession;
import io.perfagent.cache.redis.RedisLink;
import io.perfagent.cache.redis.RedisObservation;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisServer;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.cache.tier.PendingWrite;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A command from when it is dispatched, or else from when its bytes are made, until it is over: which may be at any time, as
 * the application can cancel it. Safe for all threads.
 */
final class WatchedCommand extends SideEntry implements ReadSession {
    private static final byte[] NOTHING = {};

    private final RedisSource redis;

    /** Of the connection it was dispatched to; null if it was not, or by a client's own means. */
    final @Nullable PipelinedSession session;

    /** Where it goes out to. */
    private volatile @Nullable RedisLink to;

    /** Where that led when it was dispatched. */
    private final @Nullable RedisLink link;

    /** Whether the session waits for its end. */
    private final boolean isAwaited;

    private boolean announced;
    private boolean over;
    private boolean encoded;
    private @Nullable PendingWrite write;
    private @Nullable RedisObservation observation;
    private volatile @Nullable RedisRead read;
    private byte @Nullable [] reply = NOTHING;

    WatchedCommand(
            Object command, SideTable table, RedisSource redis, @Nullable PipelinedSession session, boolean isAwaited) {
        super(command, table);
        this.redis = redis;
        this.session = session;
        this.link = session == null ? null : session.link();
        this.isAwaited = isAwaited;
    }

    /** It is about to go out. */
    void writing(RedisLink on) {
        to = on;
        if (session != null) {
            session.writing(on);
        }
    }

    /** The server it goes out to, if that is known. */
    @Nullable
    RedisServer receiver() {
        RedisLink on = to;
        return on == null ? null : on.server();
    }

    /** It is a read that may be kept; before it goes out. */
    void asks(RedisRead of) {
        read = of;
    }

    /** Its bytes are made: true the first time, and if it is not a read that was announced. */
    synchronized boolean isNews() {
        reply = NOTHING; // sent again: what has come of a reply will come again
        boolean news = !encoded && !announced;
        encoded = true;
        return news;
    }

    /** What it may change, and what is measured of it; its bytes have not left. */
    void encoded(@Nullable PendingWrite of, @Nullable RedisObservation measured) {
        synchronized (this) {
            if (!over) {
                write = of;
                observation = measured;
                return;
            }
        }
        end(of, measured, false); // cancelled at this moment: it goes out all the same
    }

    /** Whether its reply is to be kept as it comes. */
    boolean wantsReply() {
        return read != null;
    }

    /** A part of its reply: the bytes from here to the buffer's reader index. */
    synchronized void reply(ByteBuf buffer, int from) {
        byte[] before = reply;
        int more = buffer.readerIndex() - from;
        if (before == null || more < 0 || before.length + more > Fill.MAX_BYTES) {
            reply = null;
            return;
        }
        byte[] all = Arrays.copyOf(before, before.length + more);
        buffer.getBytes(from, all, before.length, more);
        reply = all;
    }

    /** Its reply is there; the application does not know yet. */
    void answered(@Nullable Object output) {
        RedisObservation measured;
        byte[] wire;
        synchronized (this) {
            measured = observation;
            wire = reply;
        }
        if (session != null) {
            session.proven();
        }
        RedisRead asked = read;
        if (asked != null) {
            if (wire != null && wire.length > 0) {
                asked.answeredInWire(wire);
            }
            asked.returned(System.nanoTime());
        }
        if (measured != null) {
            measured.answered(output, System.nanoTime());
        }
        end(true);
    }

    /** An error reply. */
    void refused() {
        end(true);
    }

    /** Nobody waits for its reply any more; the server may carry it out all the same. */
    void givenUp() {
        end(false);
    }

    /** Whatever fails in it, doing it again does what is left. */
    private void end(boolean confirmed) {
        PendingWrite written;
        RedisObservation measured;
        synchronized (this) {
            over = true;
            written = write;
            measured = observation;
        }
        end(written, measured, confirmed);
        synchronized (this) {
            write = null;
            observation = null;
        }
        RedisRead asked = read;
        if (asked != null) {
            asked.failed();
        }
        if (isAwaited && session != null) {
            session.over();
        }
    }

    private void end(@Nullable PendingWrite written, @Nullable RedisObservation measured, boolean confirmed) {
        if (written != null && confirmed) {
            written.end();
        } else if (written != null) {
            redis.linger(written, System.nanoTime());
        }
        if (measured != null) {
            measured.failed();
        }
    }

    @Override
    protected void ownerCollected() {
        givenUp();
    }

    @Override
    public boolean isPlain() {
        return session != null && session.isPlain(link);
    }

    @Override
    public boolean isBusy() {
        return session != null && session.isBusy();
    }

    @Override
    public boolean isInTransaction() {
        return session != null && session.isInTransaction();
    }

    @Override
    public boolean isBlind() {
        return link == null || link.isBlind();
    }

    @Override
    public @Nullable RedisServer server() {
        return link == null ? null : link.server();
    }

    @Override
    public int database() {
        return link == null ? -1 : link.database();
    }

    @Override
    public String user() {
        return link == null ? "" : link.user();
    }

    @Override
    public int protocol() {
        return link == null ? 0 : link.protocol();
    }

    @Override
    public synchronized void reading() {
        announced = true;
    }
}
