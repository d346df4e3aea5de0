package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import org.jspecify.annotations.Nullable;

/** A servlet container's state is made ready for the next request: what was kept beside it goes. */
public final class RecycleHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null) {
            AsyncRequest.take(telemetry.tracing, self);
        }
        return null;
    }
}
