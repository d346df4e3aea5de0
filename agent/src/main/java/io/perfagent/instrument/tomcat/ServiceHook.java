package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.ThreadState;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** A request from the connector to the container and back; an async one is parked until its last dispatch returns. */
public final class ServiceHook extends Hook {
    /** Where the adapter keeps the container's request. */
    private static final int ADAPTER_NOTES = 1;

    static final CoyoteReader READER = new CoyoteReader();

    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.tomcat", telemetry.version);

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object response) {
        if (request == null || response == null) {
            return null;
        }
        Operation operation = telemetry.httpServer.begin(READER, request);
        if (operation != null) {
            operation.subject = request;
            operation.detail = response;
            ThreadState thread = ThreadState.get();
            operation.queueWaitNanos = thread.queueWaitNanos;
            thread.queueWaitNanos = 0; // the next one on this connection has not waited
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        finish(telemetry, scope, (Operation) state, thrown);
    }

    static void finish(Telemetry telemetry, Scope scope, Operation operation, @Nullable Throwable thrown) {
        Request request = (Request) operation.subject;
        Response response = (Response) operation.detail;
        if (request == null || response == null) {
            return;
        }
        if (thrown == null && isAsync(request)) {
            // The table's entry must not keep the request that it belongs to; the response leads to it too.
            operation.subject = null;
            operation.detail = null;
            AsyncRequest.park(telemetry.tracing, request, operation);
            return;
        }
        if (thrown != null && operation.error == null) {
            operation.error = thrown;
        }
        telemetry.httpServer.end(operation, READER, request, response, scope);
    }

    private static boolean isAsync(Request request) {
        Object adapted = request.getNote(ADAPTER_NOTES);
        return adapted instanceof org.apache.catalina.connector.Request
                && ((org.apache.catalina.connector.Request) adapted).isAsync();
    }
}
