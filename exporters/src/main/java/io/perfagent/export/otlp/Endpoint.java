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
        int port = uri.getPort();
        String userInfo = uri.getUserInfo();
        String rawAuthority = uri.getRawAuthority();
        if (host == null && rawAuthority != null) {
            // A name with an underscore, as Docker Compose gives them, is none to URI, which leaves the authority
            // whole.
            String server = rawAuthority.substring(rawAuthority.lastIndexOf('@') + 1);
            int colon = server.lastIndexOf(':');
            host = name(colon < 0 ? server : server.substring(0, colon));
            port = colon < 0 ? -1 : port(server.substring(colon + 1));
            int userInfoLength = uri.getAuthority().length() - server.length() - 1;
            userInfo = userInfoLength < 0 ? null : uri.getAuthority().substring(0, userInfoLength);
        }
        if (scheme == null || host == null || port > 65535 || port == 0) {
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
        return new Endpoint(secure, host, port > 0 ? port : secure ? 443 : 80, target, userInfo);
    }

    /** The name if it can be one: ASCII letters, digits, hyphens and underscores between dots, and not all digits. */
    private static @Nullable String name(String text) {
        boolean letters = false;
        char before = '.';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean other = (c >= '0' && c <= '9') || c == '-' || (c == '.' && before != '.');
            if (!letter && !other) {
                return null;
            }
            letters |= letter;
            before = c;
        }
        return letters ? text : null;
    }

    /** The number of a port, -1 if left empty, 0 if it is none. */
    private static int port(String text) {
        int number = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || number > 65535) {
                return 0;
            }
            number = 10 * number + (c - '0');
        }
        return number;
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
