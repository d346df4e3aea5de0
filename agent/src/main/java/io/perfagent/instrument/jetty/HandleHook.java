package io.perfagent.instrument.jetty;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.instrument.family.ServletErrors;
import io.perfagent.trace.Operation;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request goes to the server's handlers, unless a limit turns it away; if they return with it async, its operation waits beside the channel. */
public final class HandleHook extends Hook {
    private final Requests requests = new Requests();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object channel, @Nullable Object second) {
        if (!(channel instanceof HttpChannel)) {
            return null;
        }
        Request request = ((HttpChannel) channel).getRequest();
        ServedRequest served = new ServedRequest(channel, request.getRequestURI(), request.getQueryString());
        Operation operation = requests.telemetry.httpServer.begin(Requests.READER, served);
        if (operation == null) {
            return null;
        }
        operation.subject = served;
        Admission admission = requests.telemetry.admission;
        if (admission != null
                && TurnAway.asked(admission, operation, (HttpChannel) channel, served)
                && TurnAway.answer(admission, operation, (HttpChannel) channel)) {
            return Answer.returning(null); // the channel completes the response, and that ends the operation
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        ServedRequest served = operation.subject instanceof ServedRequest ? (ServedRequest) operation.subject : null;
        HttpChannel channel = served == null ? null : (HttpChannel) served.subject;
        if (served == null || channel == null) {
            return;
        }
        if (thrown != null) {
            operation.error = ServletErrors.rootCause(thrown);
            served.threwLate = channel.getResponse().isCommitted();
        }
        // No other thread runs the channel before this one has left it, even if the request is completed already.
        if (channel.getRequest().isAsyncStarted()) {
            requests.park(operation, served, channel);
        }
    }
}
