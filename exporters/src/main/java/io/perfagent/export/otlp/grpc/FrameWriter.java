package io.perfagent.export.otlp.grpc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes HTTP/2 frames through a buffer, which is to be flushed before waiting. Used by one thread. */
final class FrameWriter {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final byte[] buffer = new byte[2 * (Frames.HEAD_BYTES + Frames.MAX_PAYLOAD_BYTES)];
    private int size;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** What a client begins with. Source: RFC 9113, section 3.4. */
    void preface(int maxHeaderListBytes) throws IOException {
        put(PREFACE, 0, PREFACE.length);
        head(12, Frames.SETTINGS, 0, 0);
        setting(Frames.SETTINGS_ENABLE_PUSH, 0);
        setting(Frames.SETTINGS_MAX_HEADER_LIST_SIZE, maxHeaderListBytes);
    }

    private void setting(int identifier, int value) {
        buffer[size++] = (byte) (identifier >>> 8);
        buffer[size++] = (byte) identifier;
        Bytes.putInt32(buffer, size, value);
        size += 4;
    }

    void settingsAck() throws IOException {
        head(0, Frames.SETTINGS, Frames.ACK, 0);
    }

    void pingAck(byte[] from, int at) throws IOException {
        head(8, Frames.PING, Frames.ACK, 0);
        put(from, at, 8);
    }

    void windowUpdate(int streamId, int bytes) throws IOException {
        int32(Frames.WINDOW_UPDATE, streamId, bytes);
    }

    void reset(int streamId, int error) throws IOException {
        int32(Frames.RST_STREAM, streamId, error);
    }

    private void int32(int type, int streamId, int value) throws IOException {
        head(4, type, 0, streamId);
        Bytes.putInt32(buffer, size, value);
        size += 4;
    }

    /** A header block, in as many frames as it takes; the stream stays open. */
    void headers(int streamId, byte[] block, int blockBytes) throws IOException {
        int type = Frames.HEADERS;
        int at = 0;
        do {
            int n = Math.min(Frames.MAX_PAYLOAD_BYTES, blockBytes - at);
            head(n, type, at + n == blockBytes ? Frames.END_HEADERS : 0, streamId);
            put(block, at, n);
            at += n;
            type = Frames.CONTINUATION;
        } while (at < blockBytes);
    }

    /** Begins a DATA frame of {@code length} bytes; they are to follow by {@link #put}. */
    void data(int streamId, int length, boolean last) throws IOException {
        head(length, Frames.DATA, last ? Frames.END_STREAM : 0, streamId);
    }

    /** Makes room for the payload too, {@value Frames#MAX_PAYLOAD_BYTES} bytes at most. */
    private void head(int length, int type, int flags, int streamId) throws IOException {
        if (buffer.length - size < Frames.HEAD_BYTES + length) {
            flush();
        }
        buffer[size] = (byte) (length >>> 16);
        buffer[size + 1] = (byte) (length >>> 8);
        buffer[size + 2] = (byte) length;
        buffer[size + 3] = (byte) type;
        buffer[size + 4] = (byte) flags;
        Bytes.putInt32(buffer, size + 5, streamId);
        size += Frames.HEAD_BYTES;
    }

    void put(byte[] from, int at, int length) {
        System.arraycopy(from, at, buffer, size, length);
        size += length;
    }

    void flush() throws IOException {
        if (size > 0) {
            int n = size;
            size = 0;
            out.write(buffer, 0, n);
            out.flush();
        }
    }
}
