package io.perfagent.export.otlp.grpc;

import io.perfagent.export.Clock;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * The client's side of an HTTP/2 connection on which unary gRPC calls are made one after the other, by prior knowledge or
 * after ALPN. The thread that calls drives everything: while it waits it answers PING and SETTINGS. Whatever the server
 * sends is bounded in size, in number and by the deadline. After an {@link IOException} the connection is of no use; the
 * socket is the caller's to close.
 *
 * <p>Source: RFC 9113; gRPC document "gRPC over HTTP2".
 */
public final class Http2Connection {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_CONTINUATIONS = 64;
    private static final int MAX_FRAMES_BEYOND_NEED = 1024;
    private static final int WINDOW_UPDATE_BYTES = 16 * 1024;
    private static final int LAST_STREAM_ID = 0x7fff_fff0;
    private static final byte[] NO_PREFIX = new byte[0];

    private final FrameReader reader;
    private final FrameWriter writer;
    private final HpackDecoder decoder = new HpackDecoder(MAX_HEADER_BYTES);

    private boolean settled;
    private boolean goingAway;
    private int streamId = -1;
    private GrpcReply reply = new GrpcReply();
    private boolean used;
    private boolean unprocessed;

    private long connectionWindow = Frames.DEFAULT_WINDOW_BYTES;
    private long streamWindow;
    private int initialWindow = Frames.DEFAULT_WINDOW_BYTES;
    private int unacknowledgedBytes;

    private byte[] block = new byte[1024];
    private int blockBytes;
    private int blockStreamId;
    private boolean blockEndsStream;
    private int continuations;
    private int framesLeft;

    /**
     * @param socket to speak on
     * @param transport the socket below the TLS layer; the same one if there is none
     */
    public Http2Connection(Socket socket, Socket transport, Clock clock) throws IOException {
        reader = new FrameReader(socket, transport, clock);
        writer = new FrameWriter(socket.getOutputStream());
    }

    /** Greets the server and waits for its settings, so that nothing is sent to what is no HTTP/2 server. */
    public void open(long deadlineNanos) throws IOException {
        writer.preface(MAX_HEADER_BYTES);
        framesLeft = MAX_FRAMES_BEYOND_NEED;
        while (!settled) {
            await(deadlineNanos);
        }
        writer.flush();
    }

    /** Takes note of what came while the connection lay idle; false if it cannot serve another call. */
    public boolean usable() {
        framesLeft = MAX_FRAMES_BEYOND_NEED;
        try {
            while (reader.poll()) {
                handle();
            }
            writer.flush();
        } catch (IOException e) {
            return false; // closed meanwhile, or broken: another connection will tell
        }
        return !goingAway && streamId < LAST_STREAM_ID;
    }

    /**
     * Sends one message and waits for the answer.
     *
     * @param compressed whether the message is compressed as the headers say
     */
    public GrpcReply call(HeaderBlock headers, byte[] message, int size, boolean compressed, long deadlineNanos)
            throws IOException {
        boolean first = !used;
        long before = reader.bytesRead();
        used = true;
        unprocessed = false;
        streamId += 2;
        reply = new GrpcReply();
        streamWindow = initialWindow;
        framesLeft = MAX_FRAMES_BEYOND_NEED + size / 1024;
        boolean timedOut = false;
        try {
            writer.headers(streamId, headers.array(), headers.size());
            byte[] prefix = new byte[5];
            prefix[0] = (byte) (compressed ? 1 : 0);
            Bytes.putInt32(prefix, 1, size);
            send(prefix, message, size, deadlineNanos);
            while (!reply.ended()) {
                await(deadlineNanos);
            }
            writer.flush();
        } catch (SocketTimeoutException e) {
            timedOut = true;
            throw e;
        } finally {
            unprocessed = reply.refused() || (!first && !timedOut && reader.bytesRead() == before);
        }
        if (reply.refused()) {
            throw new IOException("the server takes no more calls on this connection");
        }
        goingAway |= reply.cut();
        return reply;
    }

    /**
     * Whether the server has done nothing with the last call that failed: it said so, or it had closed the connection
     * while that lay idle and not a byte came back.
     */
    public boolean unprocessed() {
        return unprocessed;
    }

    /** Whether the connection serves no further call. */
    public boolean finished() {
        return goingAway;
    }

    private void send(byte[] prefix, byte[] message, int size, long deadlineNanos) throws IOException {
        byte[] ahead = prefix;
        int sent = 0;
        while (sent < size || ahead.length > 0) {
            while (Math.min(connectionWindow, streamWindow) < Math.max(1, ahead.length) && !reply.ended()) {
                await(deadlineNanos);
            }
            if (reply.ended()) {
                if (!reply.refused()) {
                    writer.reset(streamId, Frames.CANCEL); // answered before it was asked in full
                }
                return;
            }
            long window = Math.min(Math.min(connectionWindow, streamWindow), Frames.MAX_PAYLOAD_BYTES);
            int n = (int) Math.min(window - ahead.length, size - sent);
            writer.data(streamId, ahead.length + n, sent + n == size);
            writer.put(ahead, 0, ahead.length);
            writer.put(message, sent, n);
            connectionWindow -= ahead.length + n;
            streamWindow -= ahead.length + n;
            sent += n;
            ahead = NO_PREFIX;
        }
    }

    private void await(long deadlineNanos) throws IOException {
        writer.flush();
        reader.next(deadlineNanos);
        handle();
    }

    private void handle() throws IOException {
        if (--framesLeft < 0) {
            throw new IOException("too many frames");
        }
        int type = reader.type();
        if (!settled && type != Frames.SETTINGS) {
            throw new IOException("not an HTTP/2 server");
        }
        if ((blockStreamId != 0) != (type == Frames.CONTINUATION)) {
            throw broken();
        }
        switch (type) {
            case Frames.DATA:
                data();
                break;
            case Frames.HEADERS:
                headers();
                break;
            case Frames.CONTINUATION:
                continuation();
                break;
            case Frames.RST_STREAM:
                require(reader.length() == 4 && reader.streamId() != 0);
                if (reader.streamId() == streamId) {
                    reply.reset(Bytes.int32(reader.buffer(), reader.start()));
                }
                break;
            case Frames.SETTINGS:
                settings();
                break;
            case Frames.PING:
                require(reader.length() == 8 && reader.streamId() == 0);
                if (!reader.flag(Frames.ACK)) {
                    writer.pingAck(reader.buffer(), reader.start());
                }
                break;
            case Frames.GOAWAY:
                require(reader.length() >= 8 && reader.streamId() == 0);
                goingAway = true;
                if (Bytes.int31(reader.buffer(), reader.start()) < streamId && !reply.ended()) {
                    reply.refuse();
                }
                break;
            case Frames.WINDOW_UPDATE:
                windowUpdate();
                break;
            case Frames.PUSH_PROMISE:
                throw broken();
            default: // PRIORITY, and what is not known, is ignored
        }
    }

    private void settings() throws IOException {
        require(reader.streamId() == 0 && reader.length() % 6 == 0);
        if (reader.flag(Frames.ACK)) {
            require(reader.length() == 0 && settled);
            return;
        }
        byte[] from = reader.buffer();
        for (int at = reader.start(); at < reader.end(); at += 6) {
            int identifier = (from[at] & 0xff) << 8 | (from[at + 1] & 0xff);
            int value = Bytes.int32(from, at + 2);
            if (identifier == Frames.SETTINGS_INITIAL_WINDOW_SIZE) {
                require(value >= 0);
                streamWindow += (long) value - initialWindow;
                initialWindow = value;
            } else if (identifier == Frames.SETTINGS_MAX_FRAME_SIZE) {
                require(value >= Frames.MAX_PAYLOAD_BYTES && value < 1 << 24);
            }
        }
        settled = true;
        writer.settingsAck();
    }

    private void windowUpdate() throws IOException {
        require(reader.length() == 4);
        int increment = Bytes.int31(reader.buffer(), reader.start());
        require(increment > 0);
        if (reader.streamId() == 0) {
            connectionWindow += increment;
            require(connectionWindow <= Integer.MAX_VALUE);
        } else if (reader.streamId() == streamId) {
            streamWindow += increment;
            require(streamWindow <= Integer.MAX_VALUE);
        }
    }

    private void data() throws IOException {
        require(reader.streamId() != 0);
        unacknowledgedBytes += reader.length();
        if (unacknowledgedBytes >= WINDOW_UPDATE_BYTES) {
            writer.windowUpdate(0, unacknowledgedBytes);
            unacknowledgedBytes = 0;
        }
        int from = reader.start();
        int to = withoutPadding(from);
        if (reader.flag(Frames.PADDED)) {
            from++;
        }
        if (reader.streamId() == streamId && !reply.ended()) {
            reply.data(reader.buffer(), from, to - from, reader.flag(Frames.END_STREAM));
        }
    }

    /** Where the payload ends whose padding length, if any, is at {@code from}. */
    private int withoutPadding(int from) throws IOException {
        if (!reader.flag(Frames.PADDED)) {
            return reader.end();
        }
        require(reader.length() > 0);
        int end = reader.end() - (reader.buffer()[from] & 0xff);
        require(end > from);
        return end;
    }

    private void headers() throws IOException {
        require(reader.streamId() != 0);
        int from = reader.start();
        int to = withoutPadding(from);
        if (reader.flag(Frames.PADDED)) {
            from++;
        }
        if (reader.flag(Frames.PRIORITY)) {
            from += 5;
            require(from <= to);
        }
        blockStreamId = reader.streamId();
        blockEndsStream = reader.flag(Frames.END_STREAM);
        blockBytes = 0;
        continuations = 0;
        append(from, to);
    }

    private void continuation() throws IOException {
        require(reader.streamId() == blockStreamId);
        if (++continuations > MAX_CONTINUATIONS) {
            throw new IOException("header too long");
        }
        append(reader.start(), reader.end());
    }

    private void append(int from, int to) throws IOException {
        int length = to - from;
        if (blockBytes + length > MAX_HEADER_BYTES) {
            throw new IOException("header too long");
        }
        if (block.length < blockBytes + length) {
            byte[] larger = new byte[Math.max(blockBytes + length, 2 * block.length)];
            System.arraycopy(block, 0, larger, 0, blockBytes);
            block = larger;
        }
        System.arraycopy(reader.buffer(), from, block, blockBytes, length);
        blockBytes += length;
        if (reader.flag(Frames.END_HEADERS)) {
            GrpcReply target = blockStreamId == streamId && !reply.ended() ? reply : new GrpcReply();
            blockStreamId = 0;
            decoder.decode(block, 0, blockBytes, target);
            target.headers(blockEndsStream);
        }
    }

    private static void require(boolean asTheProtocolHasIt) throws IOException {
        if (!asTheProtocolHasIt) {
            throw broken();
        }
    }

    private static IOException broken() {
        return new IOException("breaks the HTTP/2 protocol");
    }
}
