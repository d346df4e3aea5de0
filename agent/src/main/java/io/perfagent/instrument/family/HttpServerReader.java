package io.perfagent.instrument.family;

import io.perfagent.trace.propagation.Latin1View;
import org.jspecify.annotations.Nullable;

/**
 * How a server's own request and response are read as an HTTP exchange; one per server library, without state.
 *
 * <p>Called while the request is being served, on its thread. Strings should come from {@link AsciiCache} where the server
 * holds bytes.
 */
public abstract class HttpServerReader {
    public abstract String method(Object request);

    /** {@code http} or {@code https}, as the connection has it. */
    public abstract @Nullable String scheme(Object request);

    /** The raw path, undecoded, without the query. */
    public abstract @Nullable String path(Object request);

    /** The raw query without the question mark, or null. */
    public abstract @Nullable String query(Object request);

    /** {@code HTTP/1.1}, or null. */
    public abstract @Nullable String protocol(Object request);

    /** The first header of a name given in lower case, or null. */
    public abstract @Nullable String header(Object request, String name);

    /** All headers of a name given in lower case, joined with commas, or null: what propagation reads. */
    public abstract @Nullable String joined(Object request, String name);

    /**
     * The same for the header that no two requests have alike: it need not be a string.
     *
     * @param view may be made to show the server's bytes, and returned
     */
    public @Nullable CharSequence parent(Object request, String name, Latin1View view) {
        return joined(request, name);
    }

    public abstract @Nullable String peerAddress(Object request);

    /** The peer's port, or 0. */
    public abstract int peerPort(Object request);

    /** The status sent, or to be sent. */
    public abstract int status(Object request, Object response);

    /** What the application threw and the server turned into a response, or null. */
    public abstract @Nullable Throwable error(Object request);

    /** The {@code error.type} of a request that failed without a status or an exception that would tell, or null. */
    public @Nullable String errorType(Object request) {
        return null;
    }

    /** All values of a request header, for capture by setting. */
    public abstract @Nullable String[] requestHeaders(Object request, String name);

    /** All values of a response header, for capture by setting. */
    public abstract @Nullable String[] responseHeaders(Object response, String name);
}
