package io.perfagent.instrument.netty;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.instrument.family.PipelinedRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PipelinedRequest}, and Netty's own messages for the headers that it does not hold. */
final class NettyReader extends HttpServerReader {
    @Override
    public String method(Object request) {
        return ((PipelinedRequest) request).method;
    }

    @Override
    public String scheme(Object request) {
        return ((PipelinedRequest) request).connection.scheme;
    }

    @Override
    public @Nullable String path(Object request) {
        return ((PipelinedRequest) request).path();
    }

    @Override
    public @Nullable String query(Object request) {
        return ((PipelinedRequest) request).query();
    }

    @Override
    public @Nullable String protocol(Object request) {
        return ((PipelinedRequest) request).protocol;
    }

    @Override
    public @Nullable String header(Object request, String name) {
        PipelinedRequest read = (PipelinedRequest) request;
        switch (name) {
            case "forwarded":
                return read.forwarded;
            case "x-forwarded-proto":
                return read.forwardedProto;
            case "x-forwarded-for":
                return read.forwardedFor;
            case "x-forwarded-host":
                return read.forwardedHost;
            case "host":
                return read.host;
            case "user-agent":
                return read.userAgent;
            default:
                Object message = read.request;
                return message == null
                        ? null
                        : ((HttpRequest) message).headers().get(name);
        }
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        Object message = ((PipelinedRequest) request).request;
        if (message == null) {
            return null;
        }
        String first = ((HttpRequest) message).headers().get(name);
        if (first == null) {
            return null;
        }
        List<String> values = ((HttpRequest) message).headers().getAll(name);
        if (values.size() < 2) {
            return first;
        }
        StringBuilder all = new StringBuilder();
        for (String value : values) {
            all.append(all.length() == 0 ? "" : ",").append(value);
        }
        return all.toString();
    }

    @Override
    public @Nullable String peerAddress(Object request) {
        return ((PipelinedRequest) request).connection.peerAddress;
    }

    @Override
    public int peerPort(Object request) {
        return ((PipelinedRequest) request).connection.peerPort;
    }

    @Override
    public int status(Object request, Object response) {
        return ((PipelinedRequest) request).status;
    }

    @Override
    public @Nullable Throwable error(Object request) {
        return null; // what a handler threw is no message of HTTP
    }

    @Override
    public @Nullable String errorType(Object request) {
        return ((PipelinedRequest) request).aborted ? "_OTHER" : null;
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        return all(((PipelinedRequest) request).request, name);
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        return all(((PipelinedRequest) response).response, name);
    }

    private static @Nullable String[] all(@Nullable Object message, String name) {
        return message == null
                ? new String[0]
                : ((HttpMessage) message).headers().getAll(name).toArray(new String[0]);
    }
}
