package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.HttpServer;
import io.perfagent.instrument.family.ServletErrors;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.mapper.MappingData;
import org.jspecify.annotations.Nullable;

/** The route that a request was mapped to, whether it may go on, and what the application threw. */
public final class RouteHook extends Hook {
    private static final String[] ERROR_EXCEPTION = {"jakarta.servlet.error.exception", "javax.servlet.error.exception"
    };

    private final Routes routes = new Routes();
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object response) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (operation == null || !(request instanceof Request)) {
            return null;
        }
        if (operation.route == null) {
            MappingData mapping = ((Request) request).getMappingData();
            HttpServer.route(operation, routes.route(mapping));
        }
        Admission admission = telemetry.admission;
        if (admission != null
                && response instanceof Response
                && TurnAway.asked(admission, operation, (Request) request)) {
            return TurnAway.answer(admission, operation, (Response) response) ? Answer.returning(null) : request;
        }
        return request;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        Request request = (Request) state;
        if (operation == null || request.getCoyoteRequest() == null) {
            return;
        }
        if (thrown != null) {
            operation.error = ServletErrors.rootCause(thrown);
        } else if (failed(request.getResponse())) {
            for (String name : ERROR_EXCEPTION) {
                Object error = request.getAttribute(name);
                if (error instanceof Throwable) {
                    operation.error = ServletErrors.rootCause((Throwable) error);
                }
            }
        }
    }

    /** A response that could not be turned into a 500 any more has failed all the same. */
    private static boolean failed(Response response) {
        return response.getStatus() >= 500 || (response.isError() && response.isCommitted());
    }
}
