package io.perfagent.export.otlp;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A parsed http or https URL, its user-info kept apart from everything that may be shown. */
final class Endpoint {
    final boolean secure;
    /** As in the URL; an IPv6 address without brackets. */
    final String host;

    final int port;
    /** Path and query as sent, never empty. */
    final String requestTarget;
    /** {@code host:port} for the Host header; the default port left out. */
    final String authority;
    /** {@code Basic} credentials made of the user-info. */
    final @Nullable String authorization;

    private Endpoint(boolean secure, String host, int port, String requestTarget, @Nullable String userInfo) {
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.requestTarget = requestTarget;
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        this.authority = port == (secure ? 443 : 80) ? shownHost : shownHost + ":" + port;
        this.authorization = userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** The endpoint of a URL, or null if it is not an absolute http or https URL with a host. */
    static @Nullable Endpoint parse(String url) {
        URI uri;
        try {
            uri = new URI(url.trim());
        } catch (URISyntaxException e) {
            return null; // its message would show the URL
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || uri.getPort() > 65535 || uri.getPort() == 0) {
            return null;
        }
        boolean secure = scheme.toLowerCase(Locale.ROOT).equals("https");
        if (!secure && !scheme.toLowerCase(Locale.ROOT).equals("http")) {
            return null;
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String path = uri.getRawPath();
        String target = path == null || path.isEmpty() ? "/" : path;
        if (uri.getRawQuery() != null) {
            target = target + "?" + uri.getRawQuery();
        }
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        return new Endpoint(secure, host, port, target, uri.getUserInfo());
    }

    /** Scheme, host and port: what messages show. Paths and queries may hold keys. */
    String shown() {
        return (secure ? "https://" : "http://") + authority;
    }

    boolean sameServer(Endpoint other) {
        return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
    }

    /** Whether the host is written as a loopback name or address. */
    boolean loopback() {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
