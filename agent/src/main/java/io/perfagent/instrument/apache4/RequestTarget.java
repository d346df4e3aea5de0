package io.perfagent.instrument.apache4;

import java.net.URI;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.ProtocolVersion;
import org.apache.http.client.methods.HttpUriRequest;
import org.jspecify.annotations.Nullable;

/** Where a request goes: said by the host it is given to, or by its own URI. */
final class RequestTarget {
    private final @Nullable HttpHost given;
    private final String uri;

    /** Empty if neither names one. */
    final String host;

    /** 0 if it is not known. */
    final int port;

    private RequestTarget(@Nullable HttpHost given, String uri, String host, int port) {
        this.given = given;
        this.uri = uri;
        this.host = host;
        this.port = port;
    }

    static RequestTarget of(@Nullable HttpHost given, HttpRequest request) {
        URI parsed = request instanceof HttpUriRequest ? ((HttpUriRequest) request).getURI() : null;
        String uri = parsed == null ? request.getRequestLine().getUri() : parsed.toString();
        if (given != null) {
            return new RequestTarget(given, uri, given.getHostName(), port(given.getSchemeName(), given.getPort()));
        }
        String host = parsed == null ? null : parsed.getHost();
        return parsed == null || host == null
                ? new RequestTarget(null, uri, "", 0)
                : new RequestTarget(null, uri, host, port(parsed.getScheme(), parsed.getPort()));
    }

    String url() {
        if (given == null || uri.indexOf("://") > 0) {
            return uri;
        }
        return given.toURI() + (uri.startsWith("/") ? "" : "/") + uri;
    }

    private static int port(@Nullable String scheme, int given) {
        if (given > 0) {
            return given;
        }
        return "http".equalsIgnoreCase(scheme) ? 80 : "https".equalsIgnoreCase(scheme) ? 443 : 0;
    }

    /** As {@code network.protocol.version} has it. */
    static String version(@Nullable ProtocolVersion version) {
        if (version == null) {
            return "";
        }
        if (version.getMajor() == 1) {
            return version.getMinor() == 1 ? "1.1" : "1.0";
        }
        return Integer.toString(version.getMajor());
    }
}
