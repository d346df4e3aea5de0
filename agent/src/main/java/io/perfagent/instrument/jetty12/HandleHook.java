package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request goes to the server's handlers, unless a limit turns it away. When they return it is theirs to answer, on this thread or another. */
public final class HandleHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.jetty", telemetry.version);

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object response, @Nullable Object callback) {
        if (!(response instanceof Response)) {
            return null;
        }
        Request received = Request.unWrap(((Response) response).getRequest());
        Operation operation = telemetry.httpServer.begin(Exchange.READER, received);
        if (operation == null) {
            return null;
        }
        Exchange exchange = new Exchange(telemetry, scope, received, (Response) response, operation);
        operation.subject = exchange;
        try {
            received.addHttpStreamWrapper(exchange);
        } catch (RuntimeException | LinkageError e) {
            telemetry.tracing.end(operation); // a request that takes none would never tell of its end
            throw e;
        }
        Admission admission = telemetry.admission;
        if (admission != null
                && self instanceof Server
                && callback instanceof Callback
                && TurnAway.asked(admission, operation, (Server) self, received)
                && TurnAway.answer(admission, operation, (Response) response, (Callback) callback)) {
            leave(operation); // its stream is completed after this
            return Answer.returning(Boolean.TRUE);
        }
        return operation;
    }

    private void leave(Operation operation) {
        if (operation.subject instanceof Exchange && ((Exchange) operation.subject).isOpen()) {
            telemetry.tracing.detach(operation);
        }
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        if (thrown != null && operation.subject instanceof Exchange && ((Exchange) operation.subject).isOpen()) {
            ((Exchange) operation.subject).threw(operation, thrown);
        }
        leave(operation);
    }
}
