package io.perfagent.instrument.executor;

import io.perfagent.instrument.family.ExecutorPool;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A task that runs on this thread: its context is current, and its times are taken. Allocates nothing. */
final class RunningTask {
    private RunningTask() {}

    /**
     * @param waitNanos how long it waited; negative if that is not known
     * @return to be given to {@link #end}; null if there is nothing to do
     */
    static @Nullable Operation begin(
            Tracing tracing, @Nullable Task entry, @Nullable ExecutorPool pool, long nowNanos, long waitNanos) {
        Operation operation = entry == null ? null : tracing.attach(entry);
        if (pool == null) {
            return operation;
        }
        if (operation == null) {
            operation = tracing.hold();
        }
        if (operation != null) {
            operation.detail = pool;
            operation.startNanos = nowNanos;
            if (waitNanos >= 0) {
                pool.waited(waitNanos);
            }
        }
        return operation;
    }

    static void end(Tracing tracing, Operation operation) {
        Object pool = operation.detail;
        long startNanos = operation.startNanos;
        tracing.end(operation);
        if (pool instanceof ExecutorPool) {
            ((ExecutorPool) pool).ran(System.nanoTime() - startNanos);
        }
    }
}
