package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** {@code remove}: the task will not run, so nothing is kept for it. */
public final class DropHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object task, @Nullable Object second, @Nullable Object result) {
        if (task != null) {
            tracing.side().take(task, Task.class);
        }
        return result;
    }
}
