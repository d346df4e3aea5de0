package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ExecutorPool;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A task that runs itself: in the context that was kept beside it. */
public final class RunSelfHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;
    private final AtomicInteger waitingForkJoin = Task.waitingForkJoin;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        boolean forkJoin = self instanceof ForkJoinTask;
        if (self == null || (forkJoin && waitingForkJoin.get() <= 0)) {
            return null;
        }
        Task entry = tracing.side().take(self, Task.class);
        if (entry == null) {
            return null;
        }
        ExecutorPool pool = entry.pool;
        if (pool == null || !forkJoin || !isWorkerOf(pool)) {
            return tracing.attach(entry);
        }
        long nowNanos = System.nanoTime();
        return RunningTask.begin(tracing, entry, pool, nowNanos, nowNanos - entry.sinceNanos);
    }

    /** A thread that waits for a task may run it itself; it is then none of the pool's. */
    private static boolean isWorkerOf(ExecutorPool pool) {
        Thread thread = Thread.currentThread();
        return thread instanceof ForkJoinWorkerThread && pool.refersTo(((ForkJoinWorkerThread) thread).getPool());
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        RunningTask.end(tracing, (Operation) state);
    }
}
