package io.perfagent.it.bench.micro;

import io.perfagent.instrument.family.HttpServerReader;
import org.jspecify.annotations.Nullable;

/** Reads of any request that it has a session cookie among others. */
final class OneReader extends HttpServerReader {
    static final OneReader READER = new OneReader();

    private static final String COOKIES = "theme=dark; SESSION=5f2b7c1e9a4d4c0f8e3b6a7d1c2e3f40; lang=en";

    @Override
    public String method(Object request) {
        return "GET";
    }

    @Override
    public @Nullable String scheme(Object request) {
        return "http";
    }

    @Override
    public @Nullable String path(Object request) {
        return "/";
    }

    @Override
    public @Nullable String query(Object request) {
        return null;
    }

    @Override
    public @Nullable String protocol(Object request) {
        return "HTTP/1.1";
    }

    @Override
    public @Nullable String header(Object request, String name) {
        return name.equals("cookie") ? COOKIES : null;
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        return header(request, name);
    }

    @Override
    public @Nullable String peerAddress(Object request) {
        return "192.0.2.1";
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
    public @Nullable Throwable error(Object request) {
        return null;
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        return new String[0];
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        return new String[0];
    }
}
