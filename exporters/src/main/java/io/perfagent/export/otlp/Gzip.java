package io.perfagent.export.otlp;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Gzip into a buffer that is kept, as is the native state. Not thread-safe. Source: RFC 1952. */
final class Gzip {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;

    // Telemetry is repetitive: the fastest level takes most of what there is to gain for a third of the CPU.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 crc = new CRC32();
    private byte[] buffer = new byte[8 * 1024];
    private int size;

    /** Compresses, replacing what {@link #array()} held. */
    void compress(byte[] source, int length) {
        crc.reset();
        crc.update(source, 0, length);
        deflater.reset();
        deflater.setInput(source, 0, length);
        deflater.finish();
        buffer[0] = 0x1f;
        buffer[1] = (byte) 0x8b;
        buffer[2] = 8;
        for (int i = 3; i < HEADER_BYTES; i++) {
            buffer[i] = 0;
        }
        buffer[9] = (byte) 0xff; // written on: unknown
        size = HEADER_BYTES;
        while (!deflater.finished()) {
            if (buffer.length - size < 1024) {
                byte[] larger = new byte[buffer.length * 2];
                System.arraycopy(buffer, 0, larger, 0, size);
                buffer = larger;
            }
            size += deflater.deflate(buffer, size, buffer.length - size - TRAILER_BYTES);
        }
        putInt((int) crc.getValue());
        putInt(length);
    }

    private void putInt(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            buffer[size++] = (byte) (value >> shift);
        }
    }

    byte[] array() {
        return buffer;
    }

    int size() {
        return size;
    }

    void close() {
        deflater.end();
    }
}
