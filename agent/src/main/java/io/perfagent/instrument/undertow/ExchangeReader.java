package io.perfagent.instrument.undertow;

import io.perfagent.instrument.family.HttpServerReader;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Call}. */
class ExchangeReader extends HttpServerReader {
    /** Reads the exchange itself, which has no call yet. */
    static final ExchangeReader BEGIN = new Begin();

    private static final class Begin extends ExchangeReader {
        @Override
        HttpServerExchange exchange(Object request) {
            return (HttpServerExchange) request;
        }

        @Override
        public @Nullable String path(Object request) {
            return path((HttpServerExchange) request);
        }
    }

    HttpServerExchange exchange(Object request) {
        return ((Call) request).exchange;
    }

    /** The raw path; a request may name its target with scheme and host (RFC 9112, 3.2.2). */
    static @Nullable String path(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (uri == null || !exchange.isHostIncludedInRequestURI()) {
            return uri;
        }
        int authority = uri.indexOf("://");
        int path = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        return path < 0 ? "/" : uri.substring(path);
    }

    @Override
    public String method(Object request) {
        return exchange(request).getRequestMethod().toString();
    }

    @Override
    public @Nullable String scheme(Object request) {
        return exchange(request).getRequestScheme();
    }

    @Override
    public @Nullable String path(Object request) {
        return ((Call) request).path;
    }

    @Override
    public @Nullable String query(Object request) {
        String query = ((Call) request).query;
        return query == null || query.isEmpty() ? null : query;
    }

    @Override
    public @Nullable String protocol(Object request) {
        return exchange(request).getProtocol().toString();
    }

    @Override
    public @Nullable String header(Object request, String name) {
        return exchange(request).getRequestHeaders().getFirst(name);
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        HeaderValues values = exchange(request).getRequestHeaders().get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        return values.size() == 1 ? values.getFirst() : String.join(",", values);
    }

    @Override
    public @Nullable String peerAddress(Object request) {
        InetSocketAddress peer = exchange(request).getSourceAddress();
        if (peer == null) {
            return null;
        }
        InetAddress address = peer.getAddress();
        return address == null ? peer.getHostString() : address.getHostAddress();
    }

    @Override
    public int peerPort(Object request) {
        InetSocketAddress peer = exchange(request).getSourceAddress();
        return peer == null ? 0 : peer.getPort();
    }

    @Override
    public int status(Object request, Object response) {
        return ((HttpServerExchange) response).getStatusCode();
    }

    @Override
    public @Nullable Throwable error(Object request) {
        return null; // on the operation
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        return all(exchange(request).getRequestHeaders(), name);
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        return all(((HttpServerExchange) response).getResponseHeaders(), name);
    }

    private static @Nullable String[] all(HeaderMap headers, String name) {
        HeaderValues values = headers.get(name);
        return values == null ? new String[0] : values.toArray();
    }
}
