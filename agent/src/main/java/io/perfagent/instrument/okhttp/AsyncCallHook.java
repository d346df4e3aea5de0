package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A call runs on the dispatcher's executor; before 3.13 it still has the context it was enqueued in beside it. */
public final class AsyncCallHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Enqueued entry = self == null ? null : tracing.side().take(self, Enqueued.class);
        return entry == null ? null : tracing.attach(entry);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        tracing.end((Operation) state);
    }
}
