package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** A request object is made ready for the next request: an async one that got no further dispatch ends here. */
public final class RecycleHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.tomcat", telemetry.version);

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        AsyncRequest parked = self == null ? null : AsyncRequest.take(telemetry.tracing, self);
        Operation operation = parked == null ? null : parked.operation;
        Response response = operation == null || self == null ? null : ((Request) self).getResponse();
        if (operation != null && self != null && response != null) {
            telemetry.tracing.resume(operation);
            telemetry.httpServer.end(operation, ServiceHook.READER, self, response, scope);
        }
        return null;
    }
}
