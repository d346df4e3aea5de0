package io.perfagent.instrument.executor;

import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideTable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A task that waits for an event loop: the context it was handed over in. */
final class EventLoopTask extends Carrier {
    /**
     * Tasks that wait with a context, about: while none does, running a task costs one read. A task that is dropped leaves
     * the count too high, which costs look-ups, not truth.
     */
    static final AtomicInteger WAITING = new AtomicInteger();

    EventLoopTask(Object task, SideTable table, Operation context) {
        super(task, table, context);
    }

    /** Takes the context of a task that is about to run; null if it has none. */
    static @Nullable EventLoopTask take(Object task, SideTable table) {
        EventLoopTask taken = WAITING.get() == 0 ? null : table.takeOldest(task, EventLoopTask.class);
        if (taken != null) {
            WAITING.decrementAndGet();
        }
        return taken;
    }
}
