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
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.UnixTime;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client requests: the CLIENT span and {@code http.client.request.duration} (semantic conventions for HTTP, stable).
 * Safe for all threads.
 */
public final class HttpClient {
    private static final int MAX_KEYS = 2048;
    private static final EncodedKey URL_FULL = new EncodedKey("url.full");
    private static final EncodedKey PEER_ADDRESS = new EncodedKey("network.peer.address");

    /** {@link Operation#pathKind} of a call that was permitted. */
    private static final long PERMITTED = 2;

    /** The conventions want a type of what ended without a response, and have none for it. */
    private static final String CANCELLED = "_OTHER";

    private final Tracing tracing;
    private final Metrics metrics;
    private final HttpSettings settings;
    private final HttpMethods methods;
    private final KeyTable<Outcomes> keys = new KeyTable<>(MAX_KEYS);
    private final Outgoing outgoing;

    public HttpClient(Tracing tracing, Metrics metrics, HttpSettings settings, Outgoing outgoing) {
        this.outgoing = outgoing;
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

    /**
     * Asks whether a call that has begun may be made; never waits.
     *
     * @param port as {@link #end} is told it
     * @return null if so; else what to fail it with, for {@link #end} and for the caller: what clients throw when a connection is
     *     refused
     */
    public @Nullable ConnectException refusal(Operation operation, String host, int port) {
        OutboundHost guarded = outgoing.host(host, port);
        String reason = outgoing.isTooLate(operation.startNanos)
                ? Outgoing.DEADLINE
                : guarded == null ? null : guarded.enter(operation.startNanos);
        if (reason == null) {
            operation.pathKind = guarded == null ? 0 : PERMITTED;
            return null;
        }
        operation.refuse(reason);
        return refused(reason, host, port);
    }

    /** The failure of a call that was refused. */
    public static ConnectException refused(String reason, String host, int port) {
        return new ConnectException(
                Outgoing.message(host + ":" + port, reason, "calls to it fail or are turned away by it"));
    }

    /** An array with room for what {@link #inject} may fill; the thread's own, good until asked for again. */
    public String[] pairs() {
        return ThreadState.get().headers().pairs(tracing.propagation().injectCapacity());
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
                        pairs,
                        ThreadState.get().headers());
    }

    /**
     * Ends a call: one record, and its span if it is sampled.
     *
     * @param host empty if the request names none
     * @param port 0 if it is not known
     * @param url may be empty if the operation is not sampled
     * @param status 0 if there was no response
     * @param version as in {@code network.protocol.version}, empty if there was no response
     * @param thrown what the call failed with, be it after the response's head; null and no response: it was cancelled
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
        boolean failed = status >= 400 || thrown != null;
        String errorType = status >= 400 ? Integer.toString(status) : null;
        if (errorType == null && thrown != null) {
            errorType = Span.typeOf(thrown);
        } else if (status == 0) {
            errorType = CANCELLED;
        }
        String limitReason = operation.limitReason;
        OutboundHost guarded = limitReason != null ? null : outgoing.host(host, port);
        if (guarded != null) {
            guarded.ended(operation.startNanos, endNanos, status, thrown, operation.pathKind == PERMITTED);
        }
        Outcomes key = key(method, host, port);
        Outcomes.Outcome outcome = key.find(status, errorType, version, limitReason);
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
            if (operation.peer != null) {
                peer(out, operation.peer);
            }
            captured(out, reader, request, response);
            if (failed) {
                span.error(null);
            }
            if (thrown != null && status < 400) {
                span.exception(thrown, UnixTime.ofNanoTime(endNanos));
            }
            span.publish();
        }
        key.record(outcome, operation, endNanos);
    }

    private static void peer(Attributes out, InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        if (address != null) {
            out.put(PEER_ADDRESS, address.getHostAddress());
            out.put("network.peer.port", peer.getPort());
        }
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
                .key(
                        OperationKinds.HTTP_CLIENT,
                        (host.isEmpty() ? method : method + " " + host) + (port > 0 ? ":" + port : ""));
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
        void encode(AttributeBytes out, int status, String errorType, String version, String limitReason) {
            out.put("http.request.method", method);
            if (!host.isEmpty()) {
                out.put("server.address", host);
            }
            if (port > 0) {
                out.put("server.port", port);
            }
            Outcomes.encodeHttp(out, status, errorType, version, limitReason);
        }
    }
}
