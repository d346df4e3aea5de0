package io.perfagent.cache.redis;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connection is doing, kept beside it for as long as its socket lasts. Used by one thread at a time, as the
 * connection.
 */
public final class RedisConnection extends SideEntry {
    public final RedisSession session;

    /** The read whose reply is the next one, or that is in progress now. */
    public @Nullable RedisRead read;

    RedisConnection(Object connection, SideTable table, RedisSession session) {
        super(connection, table);
        this.session = session;
    }

    @Override
    protected void ownerCollected() {
        session.ended(System.nanoTime());
    }

    /** A command that is sent on a connection which is to be made for it: told to the session once there is one. */
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
