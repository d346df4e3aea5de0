package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A worker or a timer runs a task: in the context that was kept beside it. */
public final class RunHook extends Hook {
    private final WorkerTasks tasks = new WorkerTasks();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        if (task == null) {
            return null;
        }
        ThreadState thread = ThreadState.get();
        Operation begun = thread.unwovenLoopTask;
        thread.loopIsWoven = true;
        thread.unwovenLoopTask = null;
        return begun != null ? begun : tasks.begin(self, task);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        tasks.end((Operation) state);
    }
}
