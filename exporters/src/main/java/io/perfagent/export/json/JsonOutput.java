package io.perfagent.export.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A growable buffer of JSON text in UTF-8. Not thread-safe. Source: RFC 8259. */
final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[1024];
    private int size;

    byte[] array() {
        return buffer;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void raw(char ascii) {
        reserve(1);
        buffer[size++] = (byte) ascii;
    }

    @SuppressWarnings("deprecation") // a copy without allocation
    void raw(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), buffer, size);
        size += ascii.length();
    }

    void quoted(String ascii) {
        raw('"');
        raw(ascii);
        raw('"');
    }

    void number(double value) {
        if (Double.isNaN(value)) {
            quoted("NaN");
        } else if (Double.isInfinite(value)) {
            quoted(value > 0 ? "Infinity" : "-Infinity");
        } else {
            raw(Double.toString(value));
        }
    }

    void hex(byte[] source, int from, int to) {
        raw('"');
        reserve(2 * (to - from));
        for (int i = from; i < to; i++) {
            buffer[size++] = HEX[source[i] >> 4 & 0xf];
            buffer[size++] = HEX[source[i] & 0xf];
        }
        raw('"');
    }

    void base64(byte[] source, int from, int to) {
        byte[] bytes = new byte[to - from];
        System.arraycopy(source, from, bytes, 0, bytes.length);
        quoted(Base64.getEncoder().encodeToString(bytes));
    }

    /** A string from UTF-8; bytes that are not UTF-8 become {@code ?}. */
    void string(byte[] source, int from, int to) {
        raw('"');
        int i = from;
        while (i < to) {
            byte b = source[i];
            if (b >= 0) {
                character(b);
                i++;
                continue;
            }
            int length = sequenceLength(source, i, to);
            if (length == 0) {
                raw('?');
                i++;
            } else {
                reserve(length);
                System.arraycopy(source, i, buffer, size, length);
                size += length;
                i += length;
            }
        }
        raw('"');
    }

    private void character(byte b) {
        reserve(6);
        if (b == '"' || b == '\\') {
            buffer[size++] = '\\';
            buffer[size++] = b;
        } else if (b >= ' ') {
            buffer[size++] = b;
        } else {
            raw(b == '\n' ? "\\n" : b == '\t' ? "\\t" : b == '\r' ? "\\r" : "\\u00");
            if (b != '\n' && b != '\t' && b != '\r') {
                buffer[size++] = HEX[b >> 4];
                buffer[size++] = HEX[b & 0xf];
            }
        }
    }

    /** Length of the well-formed sequence of more than one byte at {@code i}, or 0. Source: Unicode, table 3-7. */
    private static int sequenceLength(byte[] source, int i, int to) {
        int first = source[i] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || to - i < length) {
            return 0;
        }
        for (int k = 1; k < length; k++) {
            if ((source[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int second = source[i + 1] & 0xff;
        boolean overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
        boolean outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
        return overlong || outside ? 0 : length;
    }

    private void reserve(int bytes) {
        if (buffer.length - size < bytes) {
            byte[] larger = new byte[Math.max(size + bytes, 2 * buffer.length)];
            System.arraycopy(buffer, 0, larger, 0, size);
            buffer = larger;
        }
    }
}
