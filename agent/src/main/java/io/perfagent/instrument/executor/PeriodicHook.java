package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** What is scheduled within this call is periodic, and belongs to no request. */
public final class PeriodicHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        ThreadState thread = ThreadState.get();
        thread.suppress(Task.PERIODIC, true);
        return thread;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((ThreadState) state).suppress(Task.PERIODIC, false);
    }
}
