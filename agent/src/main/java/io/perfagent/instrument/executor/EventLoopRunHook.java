package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** An event loop runs a task: in the context that was kept beside it. */
public final class EventLoopRunHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        EventLoopTask entry = task == null ? null : EventLoopTask.take(task, tracing.side());
        return entry == null ? null : tracing.attach(entry);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        tracing.end((Operation) state);
    }
}
