package io.perfagent.instrument.family;

import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/**
 * A Redis command on its way, kept beside the client's own command object until it is answered; whoever takes it out of
 * the table ends the operation.
 */
public final class RedisCall extends SideEntry {
    /** Detached from the thread that began it. */
    public final Operation operation;

    /** {@code db.operation.name}. */
    public final String name;

    /** {@code db.query.text}, or null if the operation is not sampled. */
    public final @Nullable String text;

    /** What the client's connection has written to before. */
    public final RedisConnection connection;

    /** Where the command has been written to, last; null before. Set by the thread that writes. */
    public volatile @Nullable DatabaseTarget target;

    public RedisCall(
            Object command,
            SideTable table,
            Operation operation,
            String name,
            @Nullable String text,
            RedisConnection connection) {
        super(command, table);
        this.operation = operation;
        this.name = name;
        this.text = text;
        this.connection = connection;
    }
}
