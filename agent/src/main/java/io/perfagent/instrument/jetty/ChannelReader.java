package io.perfagent.instrument.jetty;

import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.instrument.family.ServletErrors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Reads a {@link ServedRequest} whose subject is the channel; the channel is its response, too. */
final class ChannelReader extends HttpServerReader {
    private static final String[] ERROR_EXCEPTION = {"javax.servlet.error.exception", "jakarta.servlet.error.exception"
    };

    private static HttpChannel channel(Object request) {
        Object channel = ((ServedRequest) request).subject;
        if (channel == null) {
            throw new IllegalStateException("parked");
        }
        return (HttpChannel) channel;
    }

    private static Request request(Object request) {
        return channel(request).getRequest();
    }

    @Override
    public String method(Object request) {
        String method = request(request).getMethod();
        return method == null ? "" : method;
    }

    @Override
    public @Nullable String scheme(Object request) {
        return request(request).getScheme();
    }

    @Override
    public @Nullable String path(Object request) {
        return ((ServedRequest) request).path;
    }

    @Override
    public @Nullable String query(Object request) {
        return ((ServedRequest) request).query;
    }

    @Override
    public @Nullable String protocol(Object request) {
        return request(request).getProtocol();
    }

    @Override
    public @Nullable String header(Object request, String name) {
        return request(request).getHeader(name);
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        String first = request(request).getHeader(name);
        if (first == null) {
            return null;
        }
        Enumeration<String> values = request(request).getHeaders(name);
        values.nextElement();
        if (!values.hasMoreElements()) {
            return first;
        }
        StringBuilder all = new StringBuilder(first);
        while (values.hasMoreElements()) {
            all.append(',').append(values.nextElement());
        }
        return all.toString();
    }

    /** The address of the connection: the request's own may be one that a customizer took from a header. */
    @Override
    public @Nullable String peerAddress(Object request) {
        InetSocketAddress remote = channel(request).getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        return address == null ? null : address.getHostAddress();
    }

    @Override
    public int peerPort(Object request) {
        InetSocketAddress remote = channel(request).getRemoteAddress();
        return remote == null ? 0 : remote.getPort();
    }

    @Override
    public int status(Object request, Object response) {
        return ((HttpChannel) response).getResponse().getStatus();
    }

    /** What the error handling has kept; nothing where the application has answered without an error. */
    @Override
    public @Nullable Throwable error(Object request) {
        if (channel(request).getResponse().getStatus() >= 500) {
            for (String name : ERROR_EXCEPTION) {
                Object error = request(request).getAttribute(name);
                if (error instanceof Throwable) {
                    return ServletErrors.rootCause((Throwable) error);
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        Enumeration<String> values = request(request).getHeaders(name);
        List<String> list = new ArrayList<>();
        while (values.hasMoreElements()) {
            list.add(values.nextElement());
        }
        return list.toArray(new String[0]);
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        Collection<String> values = ((HttpChannel) response).getResponse().getHeaders(name);
        return values == null ? new String[0] : values.toArray(new String[0]);
    }
}
