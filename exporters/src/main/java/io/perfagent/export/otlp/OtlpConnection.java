package io.perfagent.export.otlp;

import java.io.IOException;

/** A kept connection to one server, over which requests are sent one after the other. */
interface OtlpConnection {
    boolean serves(Endpoint endpoint, TlsFiles files, Protocol protocol);

    /** Connects unless connected. */
    void connect(long deadlineNanos) throws IOException, TlsException;

    /** Whether the connection goes to this machine. To be asked when connected. */
    boolean loopback();

    /**
     * Sends a request and waits for the answer. The connection is closed by any failure.
     *
     * @param gzip whether the body is compressed
     */
    Attempt send(OtlpRoute route, byte[] body, int size, boolean gzip, long deadlineNanos) throws IOException;

    /**
     * Whether the last failure was that of a connection the server had closed while it lay idle: it had served before, and
     * not a byte came back; or the server said that it did nothing.
     */
    boolean wasStale();

    void close();

    /** Ends what is under way, by closing the socket under it. For any thread. */
    void cut();

    /** Ends what is under way, by closing the socket under it, and refuses to connect again. For any thread. */
    void abort();
}
