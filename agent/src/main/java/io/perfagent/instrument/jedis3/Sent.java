package io.perfagent.instrument.jedis3;

import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** A command that was sent on a connection and is not answered yet. */
final class Sent extends SideEntry {
    /** Detached from the thread that began it. */
    final Operation operation;

    final String name;
    final @Nullable String text;

    Sent(Object connection, SideTable table, Operation operation, String name, @Nullable String text) {
        super(connection, table);
        this.operation = operation;
        this.name = name;
        this.text = text;
    }
}
