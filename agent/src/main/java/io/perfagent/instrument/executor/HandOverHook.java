package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** {@code execute}: keeps the caller's context beside the task; the task itself stays the application's own object. */
public final class HandOverHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        Operation context = task == null ? null : ThreadState.get().current();
        if (task == null || context == null) {
            return null;
        }
        Task entry = new Task(task, tracing.side(), context);
        return tracing.side().add(entry) ? entry : null;
    }

    @Override
    public void exit(
            @Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            tracing.side().remove((Task) state);
        }
    }
}
