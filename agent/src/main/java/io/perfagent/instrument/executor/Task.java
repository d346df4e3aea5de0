package io.perfagent.instrument.executor;

import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** A task that waits in a queue: the context it was handed over in. */
final class Task extends Carrier {
    Task(Object task, SideTable table, @Nullable Operation context) {
        super(task, table, context);
    }
}
