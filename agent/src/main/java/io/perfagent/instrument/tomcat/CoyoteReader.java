package io.perfagent.instrument.tomcat;

import io.perfagent.instrument.family.AsciiCache;
import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.trace.propagation.Latin1View;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/** Reads the connector's request and response, without making strings of what it holds as bytes. */
final class CoyoteReader extends HttpServerReader {
    @Override
    public String method(Object request) {
        String method = text(((Request) request).method());
        return method == null ? "" : method;
    }

    @Override
    public @Nullable String scheme(Object request) {
        String scheme = text(((Request) request).scheme());
        return scheme == null ? "http" : scheme;
    }

    @Override
    public @Nullable String path(Object request) {
        return text(((Request) request).requestURI());
    }

    @Override
    public @Nullable String query(Object request) {
        return text(((Request) request).queryString());
    }

    @Override
    public @Nullable String protocol(Object request) {
        return text(((Request) request).protocol());
    }

    @Override
    public @Nullable String header(Object request, String name) {
        MessageBytes value = ((Request) request).getMimeHeaders().getValue(name);
        return value != null ? text(value) : name.equals("host") ? authority((Request) request) : null;
    }

    /** Of a request by HTTP/2, which has no such header but {@code :authority}; in others, without one, it would be our own name. */
    private static @Nullable String authority(Request request) {
        if (!"HTTP/2.0".equals(text(request.protocol()))) {
            return null;
        }
        String host = text(request.serverName());
        int port = request.getServerPort();
        return host == null || host.isEmpty() || port <= 0 ? host : host + ':' + port;
    }

    @Override
    public @Nullable String joined(Object request, String name) {
        MimeHeaders headers = ((Request) request).getMimeHeaders();
        int at = headers.findHeader(name, 0);
        if (at < 0) {
            return null;
        }
        String first = text(headers.getValue(at));
        int next = headers.findHeader(name, at + 1);
        if (next < 0 || first == null) {
            return first;
        }
        StringBuilder all = new StringBuilder(first);
        for (; next >= 0; next = headers.findHeader(name, next + 1)) {
            all.append(',').append(text(headers.getValue(next)));
        }
        return all.toString();
    }

    @Override
    public @Nullable CharSequence parent(Object request, String name, Latin1View view) {
        MimeHeaders headers = ((Request) request).getMimeHeaders();
        int at = headers.findHeader(name, 0);
        if (at < 0) {
            return null;
        }
        MessageBytes value = headers.getValue(at);
        if (value.getType() != MessageBytes.T_BYTES || headers.findHeader(name, at + 1) >= 0) {
            return joined(request, name);
        }
        ByteChunk bytes = value.getByteChunk();
        return view.over(bytes.getBytes(), bytes.getStart(), bytes.getLength());
    }

    @Override
    public @Nullable String peerAddress(Object request) {
        MessageBytes address = ((Request) request).peerAddr();
        if (address.isNull()) {
            ((Request) request).action(ActionCode.REQ_PEER_ADDR_ATTRIBUTE, request);
        }
        return text(address);
    }

    @Override
    public int peerPort(Object request) {
        if (((Request) request).getRemotePort() <= 0) {
            ((Request) request).action(ActionCode.REQ_REMOTEPORT_ATTRIBUTE, request);
        }
        return ((Request) request).getRemotePort();
    }

    @Override
    public int status(Object request, Object response) {
        return ((Response) response).getStatus();
    }

    @Override
    public @Nullable Throwable error(Object request) {
        return null; // the route hook has put it on the operation
    }

    @Override
    public @Nullable String[] requestHeaders(Object request, String name) {
        return all(((Request) request).getMimeHeaders().values(name));
    }

    @Override
    public @Nullable String[] responseHeaders(Object response, String name) {
        return all(((Response) response).getMimeHeaders().values(name));
    }

    private static @Nullable String[] all(Enumeration<String> values) {
        List<String> list = new ArrayList<>();
        while (values.hasMoreElements()) {
            list.add(values.nextElement());
        }
        return list.toArray(new String[0]);
    }

    private static @Nullable String text(MessageBytes value) {
        if (value.getType() == MessageBytes.T_BYTES) {
            ByteChunk bytes = value.getByteChunk();
            return AsciiCache.string(bytes.getBytes(), bytes.getStart(), bytes.getLength());
        }
        return value.isNull() ? null : value.toString();
    }
}
