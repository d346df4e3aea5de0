package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** {@code reject}: what the handler does with the task, it does on this thread and in its context. */
public final class RejectHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        if (task != null) {
            tracing.side().take(task, Task.class);
        }
        return null;
    }
}
