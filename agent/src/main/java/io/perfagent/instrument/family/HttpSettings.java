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
    final PathPatterns ignoredPaths;
    final Header[] serverRequestHeaders;
    final Header[] serverResponseHeaders;
    final Header[] clientRequestHeaders;
    final Header[] clientResponseHeaders;

    /** Null if no header says for how long a request's caller waits. */
    final @Nullable String deadlineHeader;

    /**
     * @param ignoredPaths paths left out of traces and metrics; a trailing {@code *} matches any rest
     * @param deadlineHeader the header of a request that says for how long its caller waits; empty if none does
     */
    public HttpSettings(
            List<String> knownMethods,
            List<String> ignoredPaths,
            List<String> serverRequestHeaders,
            List<String> serverResponseHeaders,
            List<String> clientRequestHeaders,
            List<String> clientResponseHeaders,
            String deadlineHeader) {
        this.knownMethods = knownMethods;
        this.ignoredPaths = new PathPatterns(ignoredPaths);
        this.serverRequestHeaders = headers(serverRequestHeaders);
        this.serverResponseHeaders = headers(serverResponseHeaders);
        this.clientRequestHeaders = headers(clientRequestHeaders);
        this.clientResponseHeaders = headers(clientResponseHeaders);
        this.deadlineHeader = deadlineHeader.isEmpty() ? null : deadlineHeader;
    }

    private static Header[] headers(List<String> names) {
        Header[] headers = new Header[names.size()];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = new Header(names.get(i));
        }
        return headers;
    }
}
