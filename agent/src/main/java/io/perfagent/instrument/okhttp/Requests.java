package io.perfagent.instrument.okhttp;

import io.perfagent.instrument.family.HttpClient;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.ThreadState;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** How a request is read when it ends. */
final class Requests {
    /** {@link Operation#detail} of a request that has been sent. */
    static final Object SENT = "sent";

    final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.okhttp", telemetry.version);
    private final HttpClient.Reader reader = new Headers();

    /** The request that is being sent by this thread, or null. */
    static @Nullable Operation current() {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_CLIENT);
        return operation != null && operation.subject instanceof Request ? operation : null;
    }

    /**
     * What a request fails with that is not to be made; null if it may be made. A time-out, because OkHttp may try a refused
     * connection again without end: there is another address left, or was one for an earlier attempt.
     */
    @Nullable
    IOException refusal(Operation operation, @Nullable OkHttpCall call) {
        Request request = (Request) operation.subject;
        if (request == null) {
            return null;
        }
        HttpUrl url = request.url();
        ConnectException refusal = telemetry.httpClient.refusal(operation, url.host(), url.port());
        if (refusal == null) {
            return null;
        }
        if (call != null) {
            call.refused = true;
        }
        return new SocketTimeoutException(refusal.getMessage());
    }

    /** Whether both go to the same host. */
    static boolean isSameHost(@Nullable Object one, Request other) {
        if (!(one instanceof Request)) {
            return false;
        }
        HttpUrl url = ((Request) one).url();
        return url.port() == other.url().port() && url.host().equals(other.url().host());
    }

    void end(Operation operation, @Nullable Response response, @Nullable Throwable thrown) {
        Request request = (Request) operation.subject;
        if (request == null) {
            telemetry.tracing.end(operation);
            return;
        }
        HttpUrl url = request.url();
        telemetry.httpClient.end(
                operation,
                scope,
                request.method(),
                url.host(),
                url.port(),
                operation.sampled() ? url.toString() : "",
                response == null ? 0 : response.code(),
                response == null ? "" : version(response.protocol()),
                thrown,
                reader,
                request,
                response);
    }

    /** By its name, because the members differ from version to version. */
    private static String version(Protocol protocol) {
        switch (protocol.toString()) {
            case "http/1.1":
                return "1.1";
            case "http/1.0":
                return "1.0";
            case "h2":
            case "h2_prior_knowledge":
                return "2";
            case "h3":
                return "3";
            default:
                return "";
        }
    }

    /** A failure to connect as the application gets it. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause != null && thrown.getClass().getName().startsWith("okhttp3.internal.") ? cause : thrown;
    }

    private static final class Headers extends HttpClient.Reader {
        @Override
        public @Nullable String[] requestHeaders(Object request, String name) {
            return array(((Request) request).headers(name));
        }

        @Override
        public @Nullable String[] responseHeaders(Object response, String name) {
            return array(((Response) response).headers(name));
        }

        private static @Nullable String[] array(List<String> values) {
            return values.toArray(new String[0]);
        }
    }
}
