package io.perfagent.instrument.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings that all HTTP instrumentations share. */
public final class HttpSettings {
    /** A header that is captured because a setting names it. */
    static final class Header {
        final String name;
        final String requestAttribute;
        final String responseAttribute;

        Header(String name) {
            this.name = name.toLowerCase(java.util.Locale.ROOT);
            this.requestAttribute = "http.request.header." + this.name;
            this.responseAttribute = "http.response.header." + this.name;
        }
    }

    final List<String> knownMethods;
    final String[] ignoredPaths;
    final Header[] serverRequestHeaders;
    final Header[] serverResponseHeaders;
    final Header[] clientRequestHeaders;
    final Header[] clientResponseHeaders;

    /**
     * @param ignoredPaths paths left out of traces and metrics; a trailing {@code *} matches any rest
     */
    public HttpSettings(
            List<String> knownMethods,
            List<String> ignoredPaths,
            List<String> serverRequestHeaders,
            List<String> serverResponseHeaders,
            List<String> clientRequestHeaders,
            List<String> clientResponseHeaders) {
        this.knownMethods = knownMethods;
        this.ignoredPaths = ignoredPaths.toArray(new String[0]);
        this.serverRequestHeaders = headers(serverRequestHeaders);
        this.serverResponseHeaders = headers(serverResponseHeaders);
        this.clientRequestHeaders = headers(clientRequestHeaders);
        this.clientResponseHeaders = headers(clientResponseHeaders);
    }

    private static Header[] headers(List<String> names) {
        Header[] headers = new Header[names.size()];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = new Header(names.get(i));
        }
        return headers;
    }

    boolean isIgnored(@Nullable String path) {
        if (path == null) {
            return false;
        }
        for (String pattern : ignoredPaths) {
            int wild = pattern.length() - 1;
            boolean matches = wild >= 0 && pattern.charAt(wild) == '*'
                    ? path.regionMatches(0, pattern, 0, wild)
                    : path.equals(pattern);
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
