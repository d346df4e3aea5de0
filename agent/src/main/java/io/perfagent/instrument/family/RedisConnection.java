package io.perfagent.instrument.family;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;

/** Where a connection object, or a channel, of a Redis client leads. Safe for all threads. */
public final class RedisConnection extends SideEntry {
    private static final DatabaseTarget UNKNOWN = new DatabaseTarget("redis", null, null, 0, null, 0);

    /** The server that was written to last; says no more than "redis" before. */
    public volatile DatabaseTarget target;

    public RedisConnection(Object connection, SideTable table) {
        this(connection, table, UNKNOWN);
    }

    public RedisConnection(Object connection, SideTable table, DatabaseTarget target) {
        super(connection, table);
        this.target = target;
    }
}
