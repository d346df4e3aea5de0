package io.perfagent.instrument.executor;

import io.perfagent.instrument.family.ExecutorPool;
import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideTable;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A task that waits in a queue: the context it was handed over in, and since when it waits. */
final class Task extends Carrier {
    /** As a kind of {@code ThreadState.suppress}: what is being scheduled is periodic. */
    static final int PERIODIC = 30;

    /** Fork/join tasks that have an entry. Most subtasks have none: while nothing waits, running them costs one read. */
    static final AtomicInteger waitingForkJoin = new AtomicInteger();

    /** What measures the executor it waits in; null if it is not measured. */
    final @Nullable ExecutorPool pool;

    final long sinceNanos;
    private final boolean forkJoin;

    private Task(Object task, SideTable table, @Nullable Operation context, @Nullable ExecutorPool pool) {
        super(task, table, context);
        this.pool = pool;
        this.forkJoin = task instanceof ForkJoinTask;
        this.sinceNanos = pool == null ? 0 : System.nanoTime();
    }

    /** Keeps a task's context until it is taken; null if there is no room. */
    static @Nullable Task add(Object task, SideTable table, @Nullable Operation context, @Nullable ExecutorPool pool) {
        // What has no context is only measured: half of the room is left to what must not be lost.
        if (context == null && table.size() > table.capacity() / 2) {
            return null;
        }
        Task entry = new Task(task, table, context, pool);
        if (entry.forkJoin) {
            waitingForkJoin.incrementAndGet(); // first: it may run at once
        }
        if (table.add(entry)) {
            return entry;
        }
        entry.removed();
        return null;
    }

    @Override
    protected void removed() {
        if (forkJoin) {
            waitingForkJoin.decrementAndGet();
        }
    }
}
