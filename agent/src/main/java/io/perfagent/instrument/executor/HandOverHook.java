package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RunnableScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * A task is handed over: the caller's context is kept beside it; the task itself stays the application's own object. Periodic
 * tasks belong to no call.
 */
public final class HandOverHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        if (task == null || (self instanceof ForkJoinPool && isScheduler((ForkJoinPool) self))) {
            return null;
        }
        Operation context = ThreadState.get().current();
        if (context == null || isPeriodic(task)) {
            return null;
        }
        Task entry = new Task(task, tracing.side(), context);
        if (!tracing.side().add(entry)) {
            return null;
        }
        if (task instanceof ForkJoinTask) {
            Task.waitingForkJoin.incrementAndGet();
        }
        return entry;
    }

    /**
     * The pool that runs virtual threads: what it is given is a thread that goes on, not a task of the thread that lets it.
     * Nothing is touched then, not even a thread local: it happens while virtual threads mount and unmount.
     */
    private static boolean isScheduler(ForkJoinPool pool) {
        return pool.getFactory().getClass().getName().startsWith("java.lang.");
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
