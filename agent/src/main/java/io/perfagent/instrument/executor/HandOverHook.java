package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ExecutorPool;
import io.perfagent.instrument.family.ExecutorPools;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A task is handed over: the caller's context, and the time, are kept beside it; the task itself stays the application's
 * own object. Periodic tasks belong to no call.
 */
public final class HandOverHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;
    private final ExecutorPools pools = Telemetry.get().executorPools;

    public HandOverHook() {
        ExecutorPool.load();
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        // The pool that runs virtual threads is given threads that go on, not tasks of the thread that lets them.
        // Nothing
        // is touched then, not even a thread local: it happens while virtual threads mount and unmount.
        if (task == null || (self instanceof ForkJoinPool && ExecutorPool.isOfVirtualThreads(self))) {
            return null;
        }
        ThreadState thread = ThreadState.get();
        Operation context = thread.current();
        if (context != null && (isPeriodic(task) || thread.isSuppressed(Task.PERIODIC))) {
            context = null;
        }
        ExecutorPool pool = isMeasuredFromHere(self, task) && !thread.ignored() && !tracing.isPaused() && self != null
                ? pools.of(self)
                : null;
        if (pool != null && !(pool.measured && pool.queues)) {
            pool = null;
        }
        return context == null && pool == null ? null : Task.add(task, tracing.side(), context, pool);
    }

    /** Whether a task waits from now on: one that is scheduled does so from when it is due. */
    private static boolean isMeasuredFromHere(@Nullable Object self, Object task) {
        return (self instanceof ForkJoinPool && !(task instanceof ScheduledFuture))
                || (self instanceof ThreadPoolExecutor && !(self instanceof ScheduledThreadPoolExecutor));
    }

    private static boolean isPeriodic(Object task) {
        return task instanceof RunnableScheduledFuture && ((RunnableScheduledFuture<?>) task).isPeriodic();
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            tracing.side().remove((Task) state);
        }
    }
}
