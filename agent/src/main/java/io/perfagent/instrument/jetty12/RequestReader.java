package io.perfagent.instrument.jetty12;

import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.instrument.family.ServletErrors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Reads the connection's own request, before any customizer or handler has wrapped it. */
class RequestReader extends HttpServerReader {
    /** Where servlets, and where the server itself, keep what made the response an error. */
    private static final String[] ERROR_EXCEPTION = {
        "jakarta.servlet.error.exception",
        "javax.servlet.error.exception",
        "org.eclipse.jetty.server.error_exception",
        "org.eclipse.jetty.server.Request.errorException"
    };

    @Override
    public String method(Object request) {
        String method = ((Request) request).getMethod();
        return method == null ? "" : method;
    }

    @Override
    public @Nullable String scheme(Object request) {
        return ((Request) request).getHttpURI().getScheme();
    }

    @Override
    public @Nullable String path(Object request) {
        return ((Request) request).getHttpURI().getPath();
    }

    @Override
    public @Nullable String query(Object request) {
        return ((Request) request).getHttpURI().getQuery();
    }

    @Override
    public @Nullable String protocol(Object request) {
        return ((Request) request).getConnectionMetaData().getHttpVersion().asString();
    }

    @Override
    public @Nullable String header(Object request, String name) {
        return ((Request) request).getHeaders().get(name);
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        HttpFields fields = ((Request) request).getHeaders();
        String first = null;
        StringBuilder all = null;
        for (int i = 0; i < fields.size(); i++) {
            HttpField field = fields.getField(i);
            if (!field.is(name)) {
                continue;
            }
            if (first == null) {
                first = field.getValue();
                continue;
            }
            if (all == null) {
                all = new StringBuilder(first);
            }
            all.append(',').append(field.getValue());
        }
        return all == null ? first : all.toString();
    }

    @Override
    public @Nullable String peerAddress(Object request) {
        SocketAddress remote = ((Request) request).getConnectionMetaData().getRemoteSocketAddress();
        InetAddress address = remote instanceof InetSocketAddress ? ((InetSocketAddress) remote).getAddress() : null;
        return address == null ? null : address.getHostAddress();
    }

    @Override
    public int peerPort(Object request) {
        SocketAddress remote = ((Request) request).getConnectionMetaData().getRemoteSocketAddress();
        return remote instanceof InetSocketAddress ? ((InetSocketAddress) remote).getPort() : 0;
    }

    @Override
    public int status(Object request, Object response) {
        return ((Response) response).getStatus();
    }

    @Override
    public @Nullable Throwable error(Object request) {
        for (String name : ERROR_EXCEPTION) {
            Object error = ((Request) request).getAttribute(name);
            if (error instanceof Throwable) {
                return ServletErrors.rootCause((Throwable) error);
            }
        }
        return null;
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        return all(((Request) request).getHeaders(), name);
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        return all(((Response) response).getHeaders(), name);
    }

    private static @Nullable String[] all(HttpFields fields, String name) {
        List<String> values = fields.getValuesList(name);
        return values.toArray(new String[0]);
    }

    /** Where what was thrown is not the server's fault. */
    static final class WithoutError extends RequestReader {
        @Override
        public @Nullable Throwable error(Object request) {
            return null;
        }
    }
}
