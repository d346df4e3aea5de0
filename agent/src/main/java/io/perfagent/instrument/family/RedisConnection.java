package io.perfagent.instrument.family;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** Where a connection object, or a channel, of a Redis client leads. Safe for all threads. */
public final class RedisConnection extends SideEntry {
    private static final DatabaseTarget UNKNOWN = new DatabaseTarget("redis", null, null, 0, null, 0);

    /** The server that was written to last; says no more than "redis" before. */
    public volatile DatabaseTarget target;

    /** Who may hold commands to {@link #guarded} back; null: nobody. */
    public volatile @Nullable OutboundHost guard;

    /** The server that {@link #guard} was last asked for. */
    public volatile @Nullable DatabaseTarget guarded;

    /** Whether the last of its commands that has ended was not answered in time. */
    public volatile boolean isSilent;

    public RedisConnection(Object connection, SideTable table) {
        this(connection, table, UNKNOWN);
    }

    public RedisConnection(Object connection, SideTable table, DatabaseTarget target) {
        super(connection, table);
        this.target = target;
    }
}
