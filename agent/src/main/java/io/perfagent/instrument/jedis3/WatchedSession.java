package io.perfagent.instrument.jedis3;

import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisSession;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** What a connection is doing, for as long as its socket lasts. Used by one thread at a time, as the connection. */
final class WatchedSession extends SideEntry {
    final RedisSession session;

    /** The read whose reply is the next one. */
    @Nullable
    RedisRead read;

    WatchedSession(Object connection, SideTable table, RedisSession session) {
        super(connection, table);
        this.session = session;
    }

    @Override
    protected void ownerCollected() {
        session.ended(System.nanoTime());
    }

    /** A command that is sent on a connection which is to be made for it. */
    static final class Waiting extends SideEntry {
        final RedisCommand command;
        final byte[][] arguments;

        Waiting(Object connection, SideTable table, RedisCommand command, byte[][] arguments) {
            super(connection, table);
            this.command = command;
            this.arguments = arguments;
        }
    }
}
