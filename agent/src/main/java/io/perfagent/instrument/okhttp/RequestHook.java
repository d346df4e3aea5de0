package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request goes to the network: it lasts from looking for a connection to the response's head. One that found no
 * connection waits for the next route. One that is not to be made fails here, below the cache that may have an answer.
 */
public final class RequestHook extends Hook {
    private final Requests requests = new Requests();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object chain, @Nullable Object second) {
        if (!(chain instanceof Interceptor.Chain)) {
            return null;
        }
        Request request = ((Interceptor.Chain) chain).request();
        OkHttpCall call = OkHttpCall.current();
        Operation operation = call == null ? null : call.waiting;
        if (call != null && operation != null) {
            call.waiting = null;
            if (!Requests.isSameHost(
                    operation.subject, request)) { // an interceptor of the application's tries another one
                call.sent++;
                requests.end(operation, null, call.failure);
                operation = null;
            }
        }
        if (operation != null) {
            requests.telemetry.tracing.resume(operation);
        } else {
            operation = requests.telemetry.httpClient.begin();
            if (operation == null) {
                return null;
            }
            operation.resends = call == null ? 0 : call.sent;
            operation.subject = request;
            IOException refusal = requests.refusal(operation, call);
            if (refusal != null) {
                requests.end(operation, null, refusal);
                return Answer.throwing(refusal);
            }
        }
        operation.subject = request;
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        OkHttpCall call = OkHttpCall.current();
        if (call == null) {
            requests.end(operation, (Response) result, thrown);
        } else if (thrown != null && operation.detail != Requests.SENT) {
            requests.telemetry.tracing.detach(operation);
            call.waiting = operation;
            call.failure = Requests.unwrapped(thrown);
        } else {
            call.sent++;
            requests.end(operation, (Response) result, thrown);
        }
    }
}
