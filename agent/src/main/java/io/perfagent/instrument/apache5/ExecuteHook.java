package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import java.net.ConnectException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A classic call lasts until it returns; the body may be read later. */
public final class ExecuteHook extends Hook {
    private final ApacheCalls calls = new ApacheCalls();

    /** @param target where to send it; null if the request itself says */
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object target, @Nullable Object request) {
        if (!(request instanceof HttpRequest)) {
            return null;
        }
        Operation operation = calls.telemetry.httpClient.begin();
        if (operation != null) {
            operation.subject = request;
            operation.detail = target;
            ConnectException refusal = calls.refusal(operation, (HttpHost) target, (HttpRequest) request);
            if (refusal != null) {
                calls.end(operation, (HttpHost) target, (HttpRequest) request, null, refusal);
                return Answer.throwing(refusal);
            }
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        calls.end(
                operation,
                (HttpHost) operation.detail,
                (HttpRequest) operation.subject,
                result instanceof HttpResponse ? (HttpResponse) result : null,
                thrown);
    }
}
