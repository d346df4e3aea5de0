package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/**
 * A worker fetches its next task. A loop that was running when it was woven goes on unwoven for as long as its thread
 * lives: there a task begins when it has been fetched and ends when the next one is asked for.
 */
public final class NextTaskHook extends Hook {
    private static final Object FETCHING = new Object();
    private final WorkerTasks tasks = new WorkerTasks();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        ThreadState thread = ThreadState.get();
        if (thread.loopIsWoven) {
            return null;
        }
        Operation last = thread.unwovenLoopTask;
        if (last != null) {
            thread.unwovenLoopTask = null;
            tasks.end(last);
        }
        return FETCHING;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object task, @Nullable Throwable thrown) {
        if (task != null) {
            ThreadState.get().unwovenLoopTask = tasks.begin(self, task);
        }
    }
}
