package io.perfagent.cache.redis;

import io.perfagent.cache.Bypass;
import io.perfagent.cache.Fill;
import io.perfagent.cache.KeyWriter;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.channel.RedisChannel;
import io.perfagent.cache.channel.RespInput;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One read that a client is about to send: looked at once, by {@link #of}. Then either {@link #reply} is what the server
 * would have said, or the client sends it and tells the answer. For one thread at a time.
 */
public final class RedisRead {
    /** What the server would say; null: ask it. */
    public final byte @Nullable [] reply;

    private final Source source;
    private final RedisCommand command;
    private final @Nullable Fill fill;
    private final boolean mayServe;
    private final @Nullable RedisChannel channel;
    private final byte[][] arguments;
    private byte @Nullable [] answered;
    private byte @Nullable [] kept;

    private RedisRead(
            Source source,
            RedisCommand command,
            byte @Nullable [] reply,
            @Nullable Fill fill,
            boolean mayServe,
            @Nullable RedisChannel channel,
            byte[][] arguments) {
        this.source = source;
        this.command = command;
        this.reply = reply;
        this.fill = fill;
        this.mayServe = mayServe;
        this.channel = channel;
        this.arguments = arguments;
    }

    /**
     * Looks for the answer to a read in memory.
     *
     * @param clientKind tells apart clients and protocols whose replies are not of the same form
     * @param mayServe whether the client takes answers from memory at all
     * @param mayWait whether this thread may wait for another's read of the same
     * @return null: nothing to do, the original runs and tells nobody
     */
    public static @Nullable RedisRead of(
            RedisSource redis,
            ReadSession session,
            RedisCommand command,
            byte[][] arguments,
            int clientKind,
            boolean mayServe,
            boolean mayWait,
            long nowNanos) {
        if (command.action != RedisAction.KEPT_READ || arguments.length == 0) {
            return null;
        }
        redis.settleLingering(nowNanos);
        ReadKind kind = redis.kind(command, arguments[0]);
        if (kind.isIdle() || !kind.admits()) {
            return aside(session, kind);
        }
        Bypass cause = cause(redis, session, command, arguments, kind, nowNanos);
        if (cause != null) {
            kind.bypass(cause);
            return aside(session, kind);
        }
        RedisChannel channel = null;
        if (mayServe && kind.needsChannel()) {
            // Another database's keys of the same name expire at other times, which it is not asked for.
            channel = session.database() == 0
                    ? redis.channels().live(session.server(), command, arguments, nowNanos)
                    : null;
            if (channel == null) {
                kind.bypass(Bypass.CHANNEL);
                return aside(session, kind);
            }
        }
        KeyWriter writer = write(redis, session, kind, arguments, clientKind);
        if (writer.isTooLong()) {
            kind.bypass(Bypass.PARAMETER);
            return aside(session, kind);
        }
        long hash = writer.hash();
        if (!kind.wants(hash)) {
            session.reading(); // nothing is kept of it
            return null;
        }
        // One answer is kept, whatever the protocol it came by: two could be of different moments.
        CacheKey key = writer.key(hash, session.protocol());
        if (!mayServe && kind.isRuled()) {
            kind.bypass(Bypass.SHADOW_ONLY);
        }
        Entry entry = mayServe ? kind.find(key, nowNanos, mayWait) : null;
        if (entry != null) {
            return new RedisRead(redis.source(), command, (byte[]) entry.value, null, true, channel, arguments);
        }
        if (channel != null) {
            RedisChannels.ask(channel, command, arguments, nowNanos); // beside the read, to be known when it returns
        }
        Fill fill = kind.begin(key, redis.reads(command, arguments), System.nanoTime());
        if (fill == null) {
            return aside(session, kind);
        }
        try {
            if (fill.wantsValue()) {
                fill.atMost(redis.capNanos(arguments));
            }
            session.reading();
            return new RedisRead(redis.source(), command, null, fill, mayServe, channel, arguments);
        } catch (Throwable t) {
            fill.dropped(); // nobody is to wait for it
            throw t;
        }
    }

    /** A read that goes its own way: if its like may be kept, what it answers voids that. */
    private static @Nullable RedisRead aside(ReadSession session, ReadKind kind) {
        if (!kind.isRuled()) {
            session.reading();
        }
        return null;
    }

    private static @Nullable Bypass cause(
            RedisSource redis,
            ReadSession session,
            RedisCommand command,
            byte[][] arguments,
            ReadKind kind,
            long nowNanos) {
        if (session.isInTransaction()) {
            return Bypass.TRANSACTION;
        }
        if (session.isBusy()) {
            return Bypass.CONNECTION_WRITING;
        }
        if (session.isBlind() || !redis.isServable(session.server())) {
            return Bypass.NOT_PROVEN;
        }
        if (!session.isPlain()) {
            return Bypass.SESSION;
        }
        if (isTooLong(arguments)) { // before each key of very many is looked at
            return Bypass.PARAMETER;
        }
        if (redis.isShared(command, arguments, nowNanos)) {
            return Bypass.SHARED_KEY;
        }
        if (command.keys == RedisKeys.EVERY) {
            for (int i = 1; i < arguments.length; i++) {
                if (redis.kind(command, arguments[i]) != kind) {
                    return Bypass.PARAMETER; // of several kinds: no one rule is for all of them
                }
            }
        }
        return null;
    }

    private static boolean isTooLong(byte[][] arguments) {
        long bytes = 0;
        for (byte[] argument : arguments) {
            bytes += Integer.BYTES + argument.length;
        }
        return bytes > KeyWriter.MAX_BYTES;
    }

    private static KeyWriter write(
            RedisSource redis, ReadSession session, ReadKind kind, byte[][] arguments, int clientKind) {
        RedisServer server = session.server();
        KeyWriter writer = redis.caches()
                .keys()
                .begin(kind)
                .putByte(clientKind)
                .putInt(server == null ? -1 : server.number)
                .putInt(session.database())
                .putText(session.user());
        for (byte[] argument : arguments) {
            writer.putBytes(argument);
        }
        return writer;
    }

    /** The server's reply, not an error, as the client has read it: kept as {@link RedisReply} makes it. */
    public void answered(@Nullable Object raw) {
        if (fill != null) {
            answered = RedisReply.encode(raw, Fill.MAX_BYTES);
            kept = answered;
        }
    }

    /** The server's reply as it came, one whole value of the protocol: kept so. Others of its like must be told so, too. */
    public void answeredInWire(byte[] wire) {
        if (fill != null) {
            try {
                answered = RedisReply.encode(RespInput.value(wire), Fill.MAX_BYTES);
                kept = wire;
            } catch (IOException e) {
                answered = null; // nothing that could be given again
            }
        }
    }

    /** The call has returned to its caller, or is about to. */
    public void returned(long nowNanos) {
        if (fill == null) {
            return;
        }
        byte[] bytes = answered;
        if (bytes == null) {
            fill.dropped();
            return;
        }
        boolean fields = command.name.equals("HGETALL");
        byte[] value = mayServe && lasts(fill, nowNanos) ? kept : null;
        int size = 16 + (value == null ? bytes.length : value.length);
        try {
            fill.done(value, size, RedisReply.digest(bytes, fields), RedisReply.isEmpty(bytes), nowNanos);
        } catch (Throwable t) {
            try {
                source.failed(t);
            } finally {
                fill.dropped(); // nobody is to wait for it
            }
        }
    }

    /** Whether the answer may be kept for a while; with a channel, for as long as its keys last. */
    private boolean lasts(Fill of, long nowNanos) {
        if (channel == null) {
            return true;
        }
        long left = RedisChannels.leftNanos(channel, command, arguments, nowNanos);
        if (left < 0) {
            return false;
        }
        if (left != Long.MAX_VALUE) {
            of.atMost(nowNanos - of.begunNanos() + left);
        }
        return true;
    }

    /** The call has failed; so it does for the application, too: what a gate's exit gives back cannot be exchanged. */
    public void failed() {
        if (fill != null) {
            fill.dropped();
        }
    }
}
