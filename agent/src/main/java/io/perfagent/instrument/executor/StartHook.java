package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A virtual thread is started: it will run in the context of the call that starts it. */
public final class StartHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Operation context = self == null ? null : ThreadState.get().current();
        if (self == null || context == null) {
            return null;
        }
        Task entry = new Task(self, tracing.side(), context);
        return tracing.side().add(entry) ? entry : null;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            tracing.side().remove((Task) state);
        }
    }
}
