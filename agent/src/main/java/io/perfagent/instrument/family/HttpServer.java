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
import io.perfagent.trace.propagation.HeaderRoom;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.propagation.RemoteContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP server requests: the SERVER span and {@code http.server.request.duration} (semantic conventions for HTTP, stable).
 *
 * <p>One instance serves all servers; the {@link HttpServerReader} tells how to read the one at hand. Safe for all threads.
 */
public final class HttpServer {
    private static final int MAX_KEYS = 2048;
    private static final EncodedKey URL_PATH = new EncodedKey("url.path");
    private static final EncodedKey URL_QUERY = new EncodedKey("url.query");
    private static final EncodedKey USER_AGENT = new EncodedKey("user_agent.original");
    private static final EncodedKey CLIENT_ADDRESS = new EncodedKey("client.address");
    private static final EncodedKey PEER_ADDRESS = new EncodedKey("network.peer.address");
    private static final EncodedKey PEER_PORT = new EncodedKey("network.peer.port");
    private static final EncodedKey SERVER_ADDRESS = new EncodedKey("server.address");
    private static final EncodedKey SERVER_PORT = new EncodedKey("server.port");

    private final Tracing tracing;
    private final Metrics metrics;
    private final HttpSettings settings;
    private final HttpMethods methods;
    private final KeyTable<Outcomes> keys = new KeyTable<>(MAX_KEYS);

    /** Routes as frameworks below the servers know them. */
    public final ServerRoutes routes;

    public HttpServer(Tracing tracing, Metrics metrics, HttpSettings settings) {
        this.tracing = tracing;
        this.metrics = metrics;
        this.settings = settings;
        this.methods = new HttpMethods(settings.knownMethods);
        this.routes = new ServerRoutes(tracing.side());
    }

    /** Begins the operation of a request; null if it is one to be left out. */
    public @Nullable Operation begin(HttpServerReader reader, Object request) {
        if (!settings.ignoredPaths.isEmpty() && settings.ignoredPaths.matches(reader.path(request))) {
            return null;
        }
        String header = settings.deadlineHeader;
        String patience = header == null ? null : reader.header(request, header);
        Operation operation = tracing.beginRequest(OperationKinds.HTTP_SERVER, remote(reader, request));
        if (operation != null) {
            operation.deadlineNanos = Deadline.of(patience, operation.startNanos);
        }
        return operation;
    }

    /** What the request says of the trace it belongs to; null if it says nothing. */
    private @Nullable RemoteContext remote(HttpServerReader reader, Object request) {
        Propagation propagation = tracing.propagation();
        String[] names = propagation.requestHeaders();
        ThreadState thread = ThreadState.get();
        HeaderRoom room = thread.headers();
        @Nullable CharSequence[] values = null;
        for (int i = 0; i < names.length; i++) {
            CharSequence value = i == propagation.parentAt()
                    ? reader.parent(request, names[i], room.view)
                    : reader.joined(request, names[i]);
            if (value != null) {
                if (values == null) {
                    values = room.values(names.length);
                }
                values[i] = value;
            }
        }
        if (values == null) {
            return null;
        }
        RemoteContext remote = thread.remote();
        boolean found = propagation.extract(values, remote) || remote.baggage != null;
        room.clear();
        return found ? remote : null;
    }

    /** Names the route that the server itself knows; the first one stands, and any that a framework knows. */
    public static void route(Operation operation, @Nullable String route) {
        if (operation.routeRank < ServerRoutes.SERVER && route != null) {
            operation.route = route;
            operation.routeRank = ServerRoutes.SERVER;
        }
    }

    /** Ends the operation of a request: one record, and its span if it is sampled. */
    public void end(Operation operation, HttpServerReader reader, Object request, Object response, Scope scope) {
        end(operation, reader, request, response, scope, System.nanoTime());
    }

    /** As above, for a request that ended at an earlier {@link System#nanoTime}. */
    public void end(
            Operation operation, HttpServerReader reader, Object request, Object response, Scope scope, long endNanos) {
        try {
            record(operation, reader, request, response, scope, endNanos);
        } finally {
            tracing.end(operation, endNanos);
        }
    }

    private void record(
            Operation operation, HttpServerReader reader, Object request, Object response, Scope scope, long endNanos) {
        String rawMethod = reader.method(request);
        String method = methods.known(rawMethod);
        String version = HttpUrl.version(reader.protocol(request));
        String forwarded = reader.header(request, "forwarded");
        String scheme = Forwarded.scheme(reader, request, forwarded);
        if (scheme == null) {
            scheme = reader.scheme(request);
        }
        int status = reader.status(request, response);
        Throwable error = operation.error != null ? operation.error : reader.error(request);
        String errorType = status >= 500 ? statusText(status) : null;
        if (errorType == null && error != null) {
            errorType = Span.typeOf(error); // nothing was sent, or what was sent could not be taken back
        } else if (errorType == null && status == 0) {
            errorType = "_OTHER"; // no answer is a failure
        }
        if (errorType == null) {
            errorType = reader.errorType(request);
        }
        String route = routes.routeOf(operation);
        Outcomes key = key(method, route == null ? "" : route, scheme == null ? "" : scheme);
        Outcomes.Outcome outcome = key.find(status, errorType, version, operation.limitReason);
        Span span = tracing.span(operation, scope, key.key.name, Span.SERVER, endNanos);
        if (span != null) {
            Attributes out = span.attributes;
            out.putAll(outcome.spanAttributes);
            if (method == HttpMethods.OTHER && !rawMethod.isEmpty()) {
                out.put("http.request.method_original", rawMethod);
            }
            out.put(URL_PATH, reader.path(request));
            out.put(URL_QUERY, HttpUrl.redactQuery(reader.query(request)));
            peer(out, reader, request, forwarded);
            out.put(USER_AGENT, reader.header(request, "user-agent"));
            for (HttpSettings.Header header : settings.serverRequestHeaders) {
                out.put(header.requestAttribute, reader.requestHeaders(request, header.name));
            }
            for (HttpSettings.Header header : settings.serverResponseHeaders) {
                out.put(header.responseAttribute, reader.responseHeaders(response, header.name));
            }
            if (errorType != null || (error != null && status < 400)) {
                span.error(null); // a response that was sent as a success and failed afterwards, too
            }
            if (error != null) {
                span.exception(error, UnixTime.ofNanoTime(endNanos));
            }
            span.publish();
        }
        key.record(outcome, operation, endNanos);
    }

    private static void peer(Attributes out, HttpServerReader reader, Object request, @Nullable String forwarded) {
        String peer = reader.peerAddress(request);
        String client = Forwarded.client(reader, request, forwarded);
        out.put(CLIENT_ADDRESS, client != null ? client : peer);
        out.put(PEER_ADDRESS, peer);
        int port = reader.peerPort(request);
        if (peer != null && port > 0) {
            out.put(PEER_PORT, port);
        }
        String host = Forwarded.host(reader, request, forwarded);
        HostPort server = HostPort.of(host != null ? host : reader.header(request, "host"));
        if (server != null) {
            out.put(SERVER_ADDRESS, server.host);
            if (server.port > 0) {
                out.put(SERVER_PORT, server.port);
            }
        }
    }

    private static String statusText(int status) {
        switch (status) {
            case 500:
                return "500";
            case 502:
                return "502";
            case 503:
                return "503";
            case 504:
                return "504";
            default:
                return Integer.toString(status);
        }
    }

    private Outcomes key(String method, String route, String scheme) {
        Outcomes known = keys.find(method, route, scheme, 0);
        if (known != null) {
            return known;
        }
        Outcomes made = make(method, route, scheme);
        Outcomes added = keys.add(method, route, scheme, 0, made);
        // A full table costs time, not truth: the metric and the operations have bounds of their own.
        return added != null ? added : made;
    }

    private Outcomes make(String method, String route, String scheme) {
        String verb = method.equals(HttpMethods.OTHER) ? "HTTP" : method;
        OperationKey key =
                metrics.operations().key(OperationKinds.HTTP_SERVER, route.isEmpty() ? verb : verb + " " + route);
        return new Outcomes(key, metrics.httpServerDuration(), new Encoder(method, route, scheme));
    }

    private static final class Encoder extends Outcomes.Encoder {
        private final String method;
        private final String route;
        private final String scheme;

        Encoder(String method, String route, String scheme) {
            this.method = method;
            this.route = route;
            this.scheme = scheme;
        }

        @Override
        void encode(AttributeBytes out, int status, String errorType, String version, String limitReason) {
            out.put("http.request.method", method);
            if (!scheme.isEmpty()) {
                out.put("url.scheme", scheme);
            }
            if (!route.isEmpty()) {
                out.put("http.route", route);
            }
            Outcomes.encodeHttp(out, status, errorType, version, limitReason);
        }
    }
}
