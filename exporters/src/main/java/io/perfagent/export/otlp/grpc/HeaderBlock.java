package io.perfagent.export.otlp.grpc;

import java.nio.charset.StandardCharsets;

/**
 * Encodes request headers for HPACK without state: static indices and literals, nothing is ever put into the peer's
 * table. Not thread-safe. Source: RFC 7541, section 6.
 */
public final class HeaderBlock {
    private static final int INDEXED = 0x80;
    private static final int TABLE_SIZE = 0x20;
    private static final int NEVER_INDEXED = 0x10;
    private static final int NOT_INDEXED = 0;

    private byte[] buffer = new byte[512];
    private int size;

    public HeaderBlock() {
        // Says that the peer may forget its table, which a peer that made it smaller has a right to hear.
        number(TABLE_SIZE, 5, 0);
    }

    /** Adds a field; the name in lower case. */
    public HeaderBlock add(String name, String value) {
        int known = StaticTable.find(name, value);
        if (known > 0) {
            number(INDEXED, 7, known);
            return this;
        }
        return literal(NOT_INDEXED, name, value);
    }

    /** Adds a field that no one on the way may put into a table: its value may be a secret. */
    public HeaderBlock addSecret(String name, String value) {
        return literal(NEVER_INDEXED, name, value);
    }

    private HeaderBlock literal(int form, String name, String value) {
        int known = StaticTable.find(name);
        number(form, 4, known);
        if (known == 0) {
            text(name);
        }
        text(value);
        return this;
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(0, 7, bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void number(int form, int prefixBits, int value) {
        room(6);
        int most = (1 << prefixBits) - 1;
        if (value < most) {
            buffer[size++] = (byte) (form | value);
            return;
        }
        buffer[size++] = (byte) (form | most);
        int rest = value - most;
        while (rest >= 0x80) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private void room(int bytes) {
        if (buffer.length - size < bytes) {
            byte[] larger = new byte[Math.max(2 * buffer.length, size + bytes)];
            System.arraycopy(buffer, 0, larger, 0, size);
            buffer = larger;
        }
    }

    /** Takes back what was added after the block had {@code size} bytes. */
    public void truncate(int size) {
        this.size = Math.min(size, this.size);
    }

    public int size() {
        return size;
    }

    byte[] array() {
        return buffer;
    }
}
