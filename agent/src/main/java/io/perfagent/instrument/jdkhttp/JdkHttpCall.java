package io.perfagent.instrument.jdkhttp;

import io.perfagent.instrument.family.HttpClient;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the hooks of the JDK's client share. */
final class JdkHttpCall {
    static final JdkHttpCall SHARED = new JdkHttpCall();

    final Telemetry telemetry = Telemetry.get();
    private final HttpClient client = telemetry.httpClient;
    private final Scope scope = new Scope("io.perfagent.java-http-client", telemetry.version);
    private final HttpClient.Reader reader = new Headers();

    private JdkHttpCall() {}

    @Nullable
    Operation begin(@Nullable Object request) {
        if (!(request instanceof HttpRequest)) {
            return null;
        }
        Operation operation = client.begin();
        if (operation != null) {
            operation.subject = request;
        }
        return operation;
    }

    /** What a call fails with that is not to be made, and has ended with that; null if it may be made. */
    @Nullable
    ConnectException refusal(Operation operation) {
        HttpRequest request = (HttpRequest) operation.subject;
        String host = request == null ? null : request.uri().getHost();
        if (request == null || host == null) {
            return null;
        }
        ConnectException refusal = client.refusal(operation, host, port(request.uri()));
        if (refusal != null) {
            end(operation, null, refusal);
        }
        return refusal;
    }

    void end(Operation operation, @Nullable Object result, @Nullable Throwable thrown) {
        HttpRequest request = (HttpRequest) operation.subject;
        if (request == null) {
            telemetry.tracing.end(operation);
            return;
        }
        HttpResponse<?> response = result instanceof HttpResponse ? (HttpResponse<?>) result : null;
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        URI uri = request.uri();
        String host = uri.getHost();
        client.end(
                operation,
                scope,
                request.method(),
                host == null ? "" : host,
                port(uri),
                uri.toString(),
                response == null ? 0 : response.statusCode(),
                response == null ? "" : version(response),
                cause,
                reader,
                request,
                response);
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static String version(HttpResponse<?> response) {
        return response.version() == java.net.http.HttpClient.Version.HTTP_2 ? "2" : "1.1";
    }

    private static final class Headers extends HttpClient.Reader {
        @Override
        public @Nullable String[] requestHeaders(Object request, String name) {
            return array(((HttpRequest) request).headers().allValues(name));
        }

        @Override
        public @Nullable String[] responseHeaders(Object response, String name) {
            return array(((HttpResponse<?>) response).headers().allValues(name));
        }

        private static @Nullable String[] array(List<String> values) {
            return values.toArray(new String[0]);
        }
    }
}
