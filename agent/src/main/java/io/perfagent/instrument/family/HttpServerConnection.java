package io.perfagent.instrument.family;

import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection of an event-driven HTTP/1.1 server: they wait for their responses in the order they came
 * (RFC 9112, 9.3.2), and each is current on the connection's thread while its own messages are handled there.
 *
 * <p>Used by one thread at a time, the connection's event loop. At most {@link #MAX_WAITING} requests wait; those beyond are
 * left out, and so are all others until as many have been answered.
 */
public final class HttpServerConnection {
    /** Requests that may wait for their responses at the same time. */
    public static final int MAX_WAITING = 128;

    private static final int SWITCHING_PROTOCOLS = 101;

    public final String scheme;
    public final @Nullable String peerAddress;
    public final int peerPort;

    /** What the connection's messages are handled by; another one's messages are not for this connection. */
    public final Object executor;

    /** Whether another executor handles some of its messages. */
    public volatile boolean split;

    /** For the hooks of one message: what is being decoded into, how much was there before, what is being encoded. */
    public @Nullable Object decoding;

    public int decodedBefore;
    public @Nullable Object encoding;

    private final Tracing tracing;
    private PipelinedRequest[] ring = new PipelinedRequest[1];
    private int head;
    private int size;

    /** Requests that came when the ring was full, and are not answered yet. */
    private int beyond;

    /** Whether the response being written answers the next request: an interim or unasked one does not. */
    private boolean answering;

    private boolean closed;

    /** The request whose content arrives. */
    private @Nullable PipelinedRequest arriving;

    /** What this connection has made current on its thread: an operation of the ring, or the context of one that ended. */
    private @Nullable Operation current;

    private boolean currentEnded;
    private int reads;

    public HttpServerConnection(
            Tracing tracing, Object executor, String scheme, @Nullable String peerAddress, int peerPort) {
        this.tracing = tracing;
        this.executor = executor;
        this.scheme = scheme;
        this.peerAddress = peerAddress;
        this.peerPort = peerPort;
    }

    /** Bytes arrive: from here to {@link #readEnds} requests may be current. Calls may be nested. */
    public void readBegins() {
        reads++;
    }

    public void readEnds() {
        reads--;
        if (reads == 0) {
            detach();
        }
    }

    /** A request has arrived: its place in the order of responses, or null when there is no room or nobody to answer. */
    public @Nullable PipelinedRequest add() {
        arriving = null;
        if (closed) {
            return null; // decoded from what was left when the connection had closed
        }
        if (beyond > 0 || size == MAX_WAITING) {
            beyond++;
            tracing.countLeftOut();
            return null;
        }
        if (size == ring.length) {
            PipelinedRequest[] larger = new PipelinedRequest[Math.min(MAX_WAITING, size * 4)];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[(head + i) % size];
            }
            ring = larger;
            head = 0;
        }
        int index = (head + size) % ring.length;
        PipelinedRequest added = ring[index];
        if (added == null) {
            added = new PipelinedRequest(this);
            ring[index] = added;
        }
        size++;
        arriving = added;
        return added;
    }

    /** The operation of the request just added has begun, and is current. */
    public void begun(PipelinedRequest request, Operation operation) {
        request.operation = operation;
        if (reads > 0) {
            current = operation;
            currentEnded = false;
        } else {
            tracing.detach(operation); // nobody would take it off this thread
        }
    }

    /** Makes the request whose content arrives current, while bytes are being read. */
    public void attachArriving() {
        if (reads > 0 && arriving != null) {
            attach(arriving.operation);
        }
    }

    /**
     * Makes the request that is to be answered next current, if none is.
     *
     * @return whether it did; it is then to be {@link #detach}ed
     */
    public boolean attachNext() {
        if (current != null || size == 0) {
            return false;
        }
        attach(ring[head].operation);
        return current != null;
    }

    private void attach(@Nullable Operation operation) {
        if (operation != null && current == null) {
            tracing.resume(operation);
            current = operation;
            currentEnded = false;
        }
    }

    /** Takes what this connection has made current off the thread. */
    public void detach() {
        Operation operation = current;
        current = null;
        if (operation != null) {
            if (currentEnded) {
                tracing.end(operation);
            } else {
                tracing.detach(operation);
            }
        }
    }

    /**
     * The head of a response is written. An interim one (RFC 9110, 15.2) answers nothing yet; one that switches protocols
     * ends its request at once: what follows on the connection is no part of it.
     */
    public void responseBegins(int status, Object response, HttpServer server, HttpServerReader reader, Scope scope) {
        answering = (status >= 200 || status == SWITCHING_PROTOCOLS) && (size > 0 || beyond > 0);
        if (answering && size > 0) {
            PipelinedRequest request = ring[head];
            request.response = response;
            request.status = status;
        }
        if (status == SWITCHING_PROTOCOLS) {
            responseEnds(server, reader, scope);
        }
    }

    /** The end of a response is written; the request it answers ends. */
    public void responseEnds(HttpServer server, HttpServerReader reader, Scope scope) {
        if (answering) {
            answering = false;
            if (size > 0) {
                end(server, reader, scope);
            } else {
                beyond--;
            }
        }
    }

    /** The connection is closed: what still waits for an answer gets none. */
    public void closed(HttpServer server, HttpServerReader reader, Scope scope) {
        closed = true;
        beyond = 0;
        answering = false;
        while (size > 0) {
            ring[head].aborted = true;
            end(server, reader, scope);
        }
    }

    /** Forgets all requests without a record: their responses cannot be seen. */
    public void forget() {
        detach();
        beyond = 0;
        answering = false;
        while (size > 0) {
            PipelinedRequest request = ring[head];
            Operation operation = request.operation;
            remove(request);
            if (operation != null) {
                tracing.end(operation);
            }
        }
    }

    private void end(HttpServer server, HttpServerReader reader, Scope scope) {
        PipelinedRequest request = ring[head];
        Operation operation = request.operation;
        try {
            if (operation != null) {
                // What a handler does after it has answered is still on behalf of the request.
                Operation successor = operation == current ? tracing.successor(operation) : null;
                server.end(operation, reader, request, request, scope);
                if (successor != null) {
                    tracing.resume(successor);
                    current = successor;
                    currentEnded = true;
                }
            }
        } finally {
            if (operation == current) {
                current = null;
            }
            remove(request);
        }
    }

    private void remove(PipelinedRequest first) {
        head = (head + 1) % ring.length;
        size--;
        if (arriving == first) {
            arriving = null;
        }
        first.clear();
    }
}
