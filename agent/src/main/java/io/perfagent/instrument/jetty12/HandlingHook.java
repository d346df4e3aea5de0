package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A thread begins to run a servlet's request: in the context kept beside it, unless it is there already. */
public final class HandlingHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null && !AsyncRequest.none() && ThreadState.get().current() == null) {
            AsyncRequest kept = AsyncRequest.find(telemetry.tracing, self);
            if (kept != null) {
                telemetry.tracing.attach(kept); // taken off the thread again by the channel's hook
            }
        }
        return null;
    }
}
