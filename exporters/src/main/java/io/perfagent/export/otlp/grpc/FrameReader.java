package io.perfagent.export.otlp.grpc;

import io.perfagent.export.Clock;
import io.perfagent.export.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * Reads HTTP/2 frames, none larger than {@value Frames#MAX_PAYLOAD_BYTES} bytes, from a socket. A frame that has arrived
 * in part when time is up is kept and completed by the next read. Used by one thread. Source: RFC 9113, section 4.1.
 */
final class FrameReader {
    private static final int HTTP_1_LENGTH = ('H' << 16) | ('T' << 8) | 'T';
    private static final int POLL_MILLIS = 5;

    private final Socket socket;
    private final Socket transport;
    private final Clock clock;
    private final byte[] buffer = new byte[Frames.HEAD_BYTES + Frames.MAX_PAYLOAD_BYTES];
    private int limit;
    private int frameEnd;
    private long bytesRead;

    private int type;
    private int flags;
    private int streamId;

    /**
     * @param socket what is read
     * @param transport the socket below the TLS layer; the same one if there is none
     */
    FrameReader(Socket socket, Socket transport, Clock clock) {
        this.socket = socket;
        this.transport = transport;
        this.clock = clock;
    }

    /** Waits for a frame. */
    void next(long deadlineNanos) throws IOException {
        drop();
        while (!complete()) {
            fill(Deadline.remainingMillis(clock, deadlineNanos));
        }
    }

    /** Takes a frame if one has arrived already; waits a few milliseconds at most, and only if something has arrived. */
    boolean poll() throws IOException {
        drop();
        while (!complete()) {
            if (socket.getInputStream().available() <= 0
                    && transport.getInputStream().available() <= 0) {
                return false;
            }
            try {
                fill(POLL_MILLIS);
            } catch (SocketTimeoutException e) {
                return false; // part of a TLS record, or one of TLS's own
            }
        }
        return true;
    }

    private void drop() {
        if (frameEnd > 0) {
            System.arraycopy(buffer, frameEnd, buffer, 0, limit - frameEnd);
            limit -= frameEnd;
            frameEnd = 0;
        }
    }

    private boolean complete() throws IOException {
        if (limit < Frames.HEAD_BYTES) {
            return false;
        }
        int length = (buffer[0] & 0xff) << 16 | (buffer[1] & 0xff) << 8 | (buffer[2] & 0xff);
        if (length == HTTP_1_LENGTH && buffer[3] == 'P') {
            throw new IOException("answers HTTP/1, which is not gRPC");
        }
        if (length > Frames.MAX_PAYLOAD_BYTES) {
            throw new IOException("not an HTTP/2 frame, or too large");
        }
        if (limit < Frames.HEAD_BYTES + length) {
            return false;
        }
        type = buffer[3] & 0xff;
        flags = buffer[4] & 0xff;
        streamId = Bytes.int31(buffer, 5);
        frameEnd = Frames.HEAD_BYTES + length;
        return true;
    }

    private void fill(int timeoutMillis) throws IOException {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(timeoutMillis);
        int n = in.read(buffer, limit, buffer.length - limit);
        if (n <= 0) {
            throw new EOFException("connection closed without an answer");
        }
        limit += n;
        bytesRead += n;
    }

    int type() {
        return type;
    }

    boolean flag(int flag) {
        return (flags & flag) != 0;
    }

    int streamId() {
        return streamId;
    }

    /** Holds the payload between {@link #start()} and {@link #end()} until the next frame is read. */
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return Frames.HEAD_BYTES;
    }

    int end() {
        return frameEnd;
    }

    int length() {
        return frameEnd - Frames.HEAD_BYTES;
    }

    /** All that was read so far. */
    long bytesRead() {
        return bytesRead;
    }
}
