package io.perfagent.instrument.apache4;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpClient;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import java.net.ConnectException;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code execute}: the call lasts until it returns; the body may be read later. */
public final class ExecuteHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.apache-httpclient-4", telemetry.version);
    private final HttpClient.Reader reader = new Headers();

    /** @param target where to send it; null if the request itself says */
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object target, @Nullable Object request) {
        if (!(request instanceof HttpRequest)) {
            return null;
        }
        Operation operation = telemetry.httpClient.begin();
        if (operation == null) {
            return null;
        }
        RequestTarget asked;
        try {
            asked = RequestTarget.of((HttpHost) target, (HttpRequest) request);
        } catch (RuntimeException e) { // of a request class of the application
            telemetry.tracing.end(operation);
            throw e;
        }
        operation.subject = request;
        operation.detail = asked;
        ConnectException refusal = telemetry.httpClient.refusal(operation, asked.host, asked.port);
        if (refusal != null) {
            exit(self, operation, null, refusal);
            return Answer.throwing(refusal);
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        HttpRequest request = (HttpRequest) operation.subject;
        RequestTarget target = (RequestTarget) operation.detail;
        if (request == null || target == null) {
            telemetry.tracing.end(operation);
            return;
        }
        HttpResponse response = result instanceof HttpResponse ? (HttpResponse) result : null;
        telemetry.httpClient.end(
                operation,
                scope,
                request.getRequestLine().getMethod(),
                target.host,
                target.port,
                operation.sampled() ? target.url() : "",
                response == null ? 0 : response.getStatusLine().getStatusCode(),
                response == null ? "" : RequestTarget.version(response.getProtocolVersion()),
                thrown,
                reader,
                request,
                response);
    }

    private static final class Headers extends HttpClient.Reader {
        @Override
        public @Nullable String[] requestHeaders(Object request, String name) {
            return values(((HttpRequest) request).getHeaders(name));
        }

        @Override
        public @Nullable String[] responseHeaders(Object response, String name) {
            return values(((HttpResponse) response).getHeaders(name));
        }

        private static @Nullable String[] values(Header[] headers) {
            String[] values = new String[headers.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = headers[i].getValue();
            }
            return values;
        }
    }
}
