package io.perfagent.instrument.executor;

import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideTable;
import java.util.concurrent.atomic.AtomicInteger;

/** A task that waits in a queue: the context it was handed over in. */
final class Task extends Carrier {
    /**
     * Fork/join tasks that wait with a context, about. Forked subtasks never have one: while nothing waits, running them
     * costs one read. A task that is dropped before it runs leaves the count too high, which costs look-ups, not truth.
     */
    static final AtomicInteger waitingForkJoin = new AtomicInteger();

    Task(Object task, SideTable table, Operation context) {
        super(task, table, context);
    }
}
