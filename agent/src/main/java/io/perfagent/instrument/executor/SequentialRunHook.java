package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.OwnContext;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * An executor that runs what it has queued as one task of another: each in the context that it was handed over in, and what had none
 * not in that of whoever came first.
 */
public final class SequentialRunHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        return OwnContext.enter(tracing, task == null ? null : EventLoopTask.take(task, tracing.side()));
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        OwnContext.leave(tracing, state);
    }
}
