package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A servlet's request goes async: its context is kept beside the servlet container's state of it. */
public final class StartAsyncHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (self != null && operation != null && AsyncRequest.find(telemetry.tracing, self) == null) {
            AsyncRequest.carry(telemetry.tracing, self, operation);
        }
        return null;
    }
}
