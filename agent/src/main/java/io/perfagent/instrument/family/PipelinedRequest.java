package io.perfagent.instrument.family;

import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One request of an {@link HttpServerConnection}, from its head to the end of its response; recycled with its connection.
 *
 * <p>What telemetry needs of the head is read when the request begins: an application may change its request afterwards.
 */
public final class PipelinedRequest {
    public final HttpServerConnection connection;

    /** The server's own request, or null when it is not kept. */
    public @Nullable Object request;

    /** The server's own response, once its head is written. */
    public @Nullable Object response;

    /** Null for a request that is left out, whose response is waited for all the same. */
    public @Nullable Operation operation;

    /** The method as sent; empty if there was none to be understood. */
    public String method = "";

    public @Nullable String target;
    public @Nullable String protocol;
    public @Nullable String host;
    public @Nullable String userAgent;
    public @Nullable String forwarded;
    public @Nullable String forwardedFor;
    public @Nullable String forwardedHost;
    public @Nullable String forwardedProto;

    /** The status written, or 0. */
    public int status;

    /** Whether the connection was closed before the response was complete. */
    public boolean aborted;

    PipelinedRequest(HttpServerConnection connection) {
        this.connection = connection;
    }

    void clear() {
        request = null;
        response = null;
        operation = null;
        method = "";
        target = null;
        protocol = null;
        host = null;
        userAgent = null;
        forwarded = null;
        forwardedFor = null;
        forwardedHost = null;
        forwardedProto = null;
        status = 0;
        aborted = false;
    }

    /** The path of the target without query, and without the authority of a proxy's absolute form (RFC 9112, 3.2). */
    public @Nullable String path() {
        String all = target;
        if (all == null) {
            return null;
        }
        int start = pathStart(all);
        int query = all.indexOf('?', start);
        if (start == all.length() || start == query) {
            return start == 0 ? null : "/";
        }
        return all.substring(start, query < 0 ? all.length() : query); // itself, if that is all of it
    }

    /** The query of the target without its question mark, or null. */
    public @Nullable String query() {
        String all = target;
        int query = all == null ? -1 : all.indexOf('?');
        return all == null || query < 0 || query + 1 == all.length() ? null : all.substring(query + 1);
    }

    private static int pathStart(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int authority = target.indexOf("://");
        if (authority <= 0) {
            return 0;
        }
        for (int i = authority + 3; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return target.length();
    }
}
