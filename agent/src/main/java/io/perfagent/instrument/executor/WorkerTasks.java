package io.perfagent.instrument.executor;

import io.perfagent.instrument.family.ExecutorPool;
import io.perfagent.instrument.family.ExecutorPools;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import java.util.concurrent.Delayed;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The tasks that threads of a {@code ThreadPoolExecutor}, or a timer, run one after the other. */
final class WorkerTasks {
    private final Tracing tracing = Telemetry.get().tracing;
    private final ExecutorPools pools = Telemetry.get().executorPools;

    @Nullable
    Operation begin(@Nullable Object executor, Object task) {
        Task entry = tracing.side().takeOldest(task, Task.class);
        if (!(executor instanceof ThreadPoolExecutor) || tracing.isPaused()) {
            return entry == null ? null : tracing.attach(entry);
        }
        ExecutorPool pool = entry != null && entry.pool != null ? entry.pool : pools.of(executor);
        if (pool == null || !pool.measured) {
            return entry == null ? null : tracing.attach(entry);
        }
        long nowNanos = System.nanoTime();
        long waitNanos = -1;
        if (entry != null && entry.pool != null) {
            waitNanos = nowNanos - entry.sinceNanos;
        } else if (task instanceof Delayed && task.getClass().getClassLoader() == null) {
            waitNanos = Math.max(0, -((Delayed) task).getDelay(TimeUnit.NANOSECONDS));
        }
        return RunningTask.begin(tracing, entry, pool, nowNanos, waitNanos);
    }

    void end(Operation operation) {
        RunningTask.end(tracing, operation);
    }
}
