package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.OwnContext;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A call is handed to the dispatcher's executor, whichever thread does so: in the context it was enqueued in, or none. */
public final class HandOverHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return OwnContext.enter(tracing, self == null ? null : tracing.side().take(self, Enqueued.class));
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        OwnContext.leave(tracing, state);
    }
}
