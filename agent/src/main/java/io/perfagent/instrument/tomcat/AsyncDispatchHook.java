package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import org.jspecify.annotations.Nullable;

/** A dispatch of an async request: its operation goes on, on this thread. */
public final class AsyncDispatchHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.tomcat", telemetry.version);

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object response) {
        AsyncRequest parked = request == null ? null : AsyncRequest.take(telemetry.tracing, request);
        Operation operation = parked == null ? null : parked.operation;
        if (operation != null) {
            operation.subject = request;
            operation.detail = response;
            telemetry.tracing.resume(operation);
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ServiceHook.finish(telemetry, scope, (Operation) state, thrown);
    }
}
