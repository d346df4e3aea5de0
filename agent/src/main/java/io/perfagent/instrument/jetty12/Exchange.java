package io.perfagent.instrument.jetty12;

import io.perfagent.instrument.family.ServletErrors;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, until the stream they came by is completed. The request holds it, so that it goes with it.
 *
 * <p>The server completes the stream once, by one thread, after the handlers have returned.
 */
final class Exchange implements Function<HttpStream, HttpStream> {
    static final RequestReader READER = new RequestReader();
    private static final RequestReader WITHOUT_ERROR = new RequestReader.WithoutError();

    final Request request;
    private final Telemetry telemetry;
    private final Scope scope;
    private final Response response;
    private @Nullable Operation operation;
    private boolean threwLate;

    Exchange(Telemetry telemetry, Scope scope, Request request, Response response, Operation operation) {
        this.telemetry = telemetry;
        this.scope = scope;
        this.request = request;
        this.response = response;
        this.operation = operation;
    }

    @Override
    public HttpStream apply(HttpStream stream) {
        return new Watched(stream, this);
    }

    /** What the handlers have thrown; if nothing of an answer was sent by then, the answer may make something else of it. */
    void threw(Operation thrower, Throwable thrown) {
        thrower.error = ServletErrors.rootCause(thrown);
        threwLate = response.isCommitted();
    }

    boolean isOpen() {
        return operation != null;
    }

    /** Ends the operation on the thread that completes the stream; whatever happens, the stream is completed. */
    private void end(@Nullable Throwable failure) {
        Operation ending = operation;
        if (ending == null) {
            return;
        }
        operation = null;
        try {
            telemetry.tracing.resume(ending);
            int status = READER.status(request, response);
            boolean handled = !threwLate && status >= 100 && status < 500;
            RequestReader reader = handled ? WITHOUT_ERROR : READER;
            if (handled) {
                ending.error = null;
            }
            if (ending.error == null && failure != null && reader.error(request) == null) {
                ending.error = failure;
            }
            telemetry.httpServer.end(ending, reader, request, response, scope);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            telemetry.tracing.end(ending);
        }
    }

    private static final class Watched extends HttpStream.Wrapper {
        private final Exchange exchange;

        Watched(HttpStream stream, Exchange exchange) {
            super(stream);
            this.exchange = exchange;
        }

        @Override
        public void succeeded() {
            exchange.end(null);
            super.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            exchange.end(failure);
            super.failed(failure);
        }
    }
}
