package io.perfagent.instrument.jdkserver;

import com.sun.net.httpserver.Headers;
import io.perfagent.instrument.family.HttpServerReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Exchange}. */
final class ExchangeReader extends HttpServerReader {
    @Override
    public String method(Object request) {
        return ((Exchange) request).method;
    }

    @Override
    public @Nullable String scheme(Object request) {
        return ((Exchange) request).secure ? "https" : "http";
    }

    @Override
    public @Nullable String path(Object request) {
        Exchange exchange = (Exchange) request;
        return exchange.uri == null ? null : exchange.uri.getRawPath();
    }

    @Override
    public @Nullable String query(Object request) {
        Exchange exchange = (Exchange) request;
        return exchange.uri == null ? null : exchange.uri.getRawQuery();
    }

    @Override
    public @Nullable String protocol(Object request) {
        return ((Exchange) request).protocol;
    }

    @Override
    public @Nullable String header(Object request, String name) {
        return ((Exchange) request).requestHeaders.getFirst(name);
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        List<String> values = ((Exchange) request).requestHeaders.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        return values.size() == 1 ? values.get(0) : String.join(",", values);
    }

    @Override
    public @Nullable String peerAddress(Object request) {
        InetSocketAddress peer = ((Exchange) request).peer();
        InetAddress address = peer == null ? null : peer.getAddress();
        return address == null ? null : address.getHostAddress();
    }

    @Override
    public int peerPort(Object request) {
        InetSocketAddress peer = ((Exchange) request).peer;
        return peer == null ? 0 : peer.getPort();
    }

    @Override
    public int status(Object request, Object response) {
        return Math.max(0, ((Exchange) request).status);
    }

    @Override
    public @Nullable Throwable error(Object request) {
        return null; // on the operation, if the handler threw
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        return all(((Exchange) request).requestHeaders, name);
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        return all(((Exchange) response).responseHeaders, name);
    }

    private static @Nullable String[] all(Headers headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? new String[0] : values.toArray(new String[0]);
    }
}
