package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.EncodedKey;
import io.perfagent.metric.Metrics;
import io.perfagent.metric.OperationKey;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Attributes;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.UnixTime;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client requests: the CLIENT span and {@code http.client.request.duration} (semantic conventions for HTTP, stable).
 * Safe for all threads.
 */
public final class HttpClient {
    private static final int MAX_KEYS = 2048;
    private static final EncodedKey URL_FULL = new EncodedKey("url.full");

    private final Tracing tracing;
    private final Metrics metrics;
    private final HttpSettings settings;
    private final HttpMethods methods;
    private final KeyTable<Outcomes> keys = new KeyTable<>(MAX_KEYS);

    public HttpClient(Tracing tracing, Metrics metrics, HttpSettings settings) {
        this.tracing = tracing;
        this.metrics = metrics;
        this.settings = settings;
        this.methods = new HttpMethods(settings.knownMethods);
    }

    /** How a client's response is read; one per library, without state. */
    public abstract static class Reader {
        /** All values of a header of the request. */
        public abstract @Nullable String[] requestHeaders(Object request, String name);

        /** All values of a header of the response. */
        public abstract @Nullable String[] responseHeaders(Object response, String name);
    }

    /** Begins a call; null when it is part of another HTTP client call on this thread, or one of ours. */
    public @Nullable Operation begin() {
        if (io.perfagent.trace.ThreadState.get().innermost(OperationKinds.HTTP_CLIENT) != null) {
            return null;
        }
        return tracing.begin(OperationKinds.HTTP_CLIENT);
    }

    /** Name and value pairs of the headers that carry the operation's context; the first {@code count} are filled. */
    public int inject(Operation operation, String[] pairs) {
        return tracing.propagation()
                .inject(
                        operation.traceIdHi(),
                        operation.traceIdLo(),
                        operation.spanId(),
                        operation.flags(),
                        operation.traceState(),
                        operation.baggage(),
                        pairs);
    }

    /**
     * Ends a call: one record, and its span if it is sampled.
     *
     * @param status 0 if there was no response
     * @param version as in {@code network.protocol.version}, empty if there was no response
     */
    public void end(
            Operation operation,
            Scope scope,
            String rawMethod,
            String host,
            int port,
            String url,
            int status,
            String version,
            @Nullable Throwable thrown,
            Reader reader,
            @Nullable Object request,
            @Nullable Object response) {
        try {
            record(operation, scope, rawMethod, host, port, url, status, version, thrown, reader, request, response);
        } finally {
            tracing.end(operation);
        }
    }

    private void record(
            Operation operation,
            Scope scope,
            String rawMethod,
            String host,
            int port,
            String url,
            int status,
            String version,
            @Nullable Throwable thrown,
            Reader reader,
            @Nullable Object request,
            @Nullable Object response) {
        long endNanos = System.nanoTime();
        String method = methods.known(rawMethod);
        String errorType = status >= 400 ? Integer.toString(status) : null;
        if (thrown != null && status == 0) {
            errorType = Span.typeOf(thrown);
        }
        Outcomes key = key(method, host, port);
        Outcomes.Outcome outcome = key.find(status, errorType, version);
        Span span = tracing.span(
                operation, scope, method.equals(HttpMethods.OTHER) ? "HTTP" : method, Span.CLIENT, endNanos);
        if (span != null) {
            Attributes out = span.attributes;
            out.putAll(outcome.spanAttributes);
            if (method.equals(HttpMethods.OTHER)) {
                out.put("http.request.method_original", rawMethod);
            }
            out.put(URL_FULL, HttpUrl.redact(url));
            if (operation.resends > 0) {
                out.put("http.request.resend_count", operation.resends);
            }
            captured(out, reader, request, response);
            if (errorType != null) {
                span.error(null);
            }
            if (thrown != null && status == 0) {
                span.exception(thrown, UnixTime.ofNanoTime(endNanos));
            }
            span.publish();
        }
        key.record(outcome, operation, endNanos);
    }

    private void captured(Attributes out, Reader reader, @Nullable Object request, @Nullable Object response) {
        if (request != null) {
            for (HttpSettings.Header header : settings.clientRequestHeaders) {
                out.put(header.requestAttribute, reader.requestHeaders(request, header.name));
            }
        }
        if (response != null) {
            for (HttpSettings.Header header : settings.clientResponseHeaders) {
                out.put(header.responseAttribute, reader.responseHeaders(response, header.name));
            }
        }
    }

    private Outcomes key(String method, String host, int port) {
        Outcomes known = keys.find(method, host, "", port);
        if (known != null) {
            return known;
        }
        Outcomes made = make(method, host, port);
        Outcomes added = keys.add(method, host, "", port, made);
        // A full table costs time, not truth: the metric and the operations have bounds of their own.
        return added != null ? added : made;
    }

    private Outcomes make(String method, String host, int port) {
        OperationKey key = metrics.operations()
                .key(OperationKinds.HTTP_CLIENT, method + " " + host + (port > 0 ? ":" + port : ""));
        return new Outcomes(key, metrics.httpClientDuration(), new Encoder(method, host, port));
    }

    private static final class Encoder extends Outcomes.Encoder {
        private final String method;
        private final String host;
        private final int port;

        Encoder(String method, String host, int port) {
            this.method = method;
            this.host = host;
            this.port = port;
        }

        @Override
        void encode(AttributeBytes out, int status, String errorType, String version) {
            out.put("http.request.method", method);
            out.put("server.address", host);
            if (port > 0) {
                out.put("server.port", port);
            }
            if (status > 0) {
                out.put("http.response.status_code", status);
            }
            if (!version.isEmpty()) {
                out.put("network.protocol.version", version);
            }
            if (!errorType.isEmpty()) {
                out.put("error.type", errorType);
            }
        }
    }
}
