package io.perfagent.limit;

import io.perfagent.instrument.family.HttpServerReader;
import java.util.Map;

/** Reads headers by lower-case name from a map; the one named {@code peer} is the address. */
final class FakeReader extends HttpServerReader {
    static final FakeReader ONE = new FakeReader();

    /** A request that says nothing of itself. */
    static final Map<String, String> PLAIN = Map.of();

    @Override
    public String method(Object request) {
        return "GET";
    }

    @Override
    public String scheme(Object request) {
        return "http";
    }

    @Override
    public String path(Object request) {
        return "/";
    }

    @Override
    public String query(Object request) {
        return null;
    }

    @Override
    public String protocol(Object request) {
        return "HTTP/1.1";
    }

    @Override
    public String header(Object request, String name) {
        return (String) ((Map<?, ?>) request).get(name);
    }

    @Override
    public String joined(Object request, String name) {
        return header(request, name);
    }

    @Override
    public String peerAddress(Object request) {
        return header(request, "peer");
    }

    @Override
    public int peerPort(Object request) {
        return 1;
    }

    @Override
    public int status(Object request, Object response) {
        return 200;
    }

    @Override
    public Throwable error(Object request) {
        return null;
    }

    @Override
    public String[] requestHeaders(Object request, String name) {
        return new String[0];
    }

    @Override
    public String[] responseHeaders(Object response, String name) {
        return new String[0];
    }
}
