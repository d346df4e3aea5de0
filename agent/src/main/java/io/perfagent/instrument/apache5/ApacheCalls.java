package io.perfagent.instrument.apache5;

import io.perfagent.instrument.family.HttpClient;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.ThreadState;
import java.net.ConnectException;
import java.util.Arrays;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** How a call of either client is read when it ends. */
final class ApacheCalls {

    final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.apache-httpclient-5", telemetry.version);
    private final HttpClient.Reader reader = new Headers();

    /** The headers that carry an operation's context, name and value in turn: good for later, on another thread too. */
    String[] headers(Operation operation) {
        String[] pairs = telemetry.httpClient.pairs();
        return Arrays.copyOf(pairs, telemetry.httpClient.inject(operation, pairs));
    }

    static void set(HttpMessage request, String[] headers) {
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
    }

    /**
     * @param target null if the request itself says where it goes
     * @param request null if it was never made
     */
    void end(
            Operation operation,
            @Nullable HttpHost target,
            @Nullable HttpRequest request,
            @Nullable HttpResponse response,
            @Nullable Throwable thrown) {
        if (request == null) {
            telemetry.tracing.end(operation);
            return;
        }
        URIAuthority authority = request.getAuthority();
        String scheme = request.getScheme();
        String host = authority != null ? authority.getHostName() : target != null ? target.getHostName() : "";
        int port = authority != null ? authority.getPort() : target != null ? target.getPort() : 0;
        String over = scheme == null && target != null ? target.getSchemeName() : scheme;
        telemetry.httpClient.end(
                operation,
                scope,
                request.getMethod(),
                host,
                port > 0 ? port : host.isEmpty() ? 0 : defaultPort(over),
                operation.sampled() ? url(over, host, port, request.getPath()) : "",
                response == null ? 0 : response.getCode(),
                response == null ? "" : version(response.getVersion()),
                thrown,
                reader,
                request,
                response);
    }

    /**
     * What a call fails with that is not to be made, for the caller; null if it may be made.
     *
     * @param target null if the request itself says where it goes
     */
    @Nullable
    ConnectException refusal(Operation operation, @Nullable HttpHost target, HttpRequest request) {
        URIAuthority authority = request.getAuthority();
        String host = authority != null ? authority.getHostName() : target != null ? target.getHostName() : null;
        if (host == null) {
            return null;
        }
        String scheme = request.getScheme();
        String over = scheme == null && target != null ? target.getSchemeName() : scheme;
        int port = authority != null ? authority.getPort() : target != null ? target.getPort() : 0;
        return telemetry.httpClient.refusal(operation, host, port > 0 ? port : defaultPort(over));
    }

    private static int defaultPort(@Nullable String scheme) {
        return "http".equalsIgnoreCase(scheme) ? 80 : "https".equalsIgnoreCase(scheme) ? 443 : 0;
    }

    private static String url(@Nullable String scheme, String host, int port, @Nullable String path) {
        StringBuilder url = ThreadState.get().scratch();
        if (!host.isEmpty()) {
            url.append(scheme == null ? "http" : scheme).append("://");
            boolean literal = host.indexOf(':') >= 0 && host.charAt(0) != '[';
            url.append(literal ? "[" : "").append(host).append(literal ? "]" : "");
            if (port > 0) {
                url.append(':').append(port);
            }
        }
        if (path == null || !path.startsWith("/")) {
            url.append('/');
        }
        return url.append(path == null ? "" : path).toString();
    }

    /** A response of HTTP/1.1 need not say so. */
    private static String version(@Nullable ProtocolVersion version) {
        if (version == null || version.getMajor() == 1) {
            return version == null || version.getMinor() == 1 ? "1.1" : "1.0";
        }
        return Integer.toString(version.getMajor());
    }

    private static final class Headers extends HttpClient.Reader {
        @Override
        public @Nullable String[] requestHeaders(Object request, String name) {
            return values(((HttpMessage) request).getHeaders(name));
        }

        @Override
        public @Nullable String[] responseHeaders(Object response, String name) {
            return values(((HttpMessage) response).getHeaders(name));
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
