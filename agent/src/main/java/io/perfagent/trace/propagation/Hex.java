package io.perfagent.trace.propagation;

import java.nio.charset.StandardCharsets;

/** Identifiers as hexadecimal digits, lower case, as headers have them. */
public final class Hex {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Hex() {}

    /** 32 digits. */
    public static String traceId(long hi, long lo) {
        byte[] out = new byte[32];
        put(out, 0, hi);
        put(out, 16, lo);
        return latin1(out);
    }

    /** 16 digits. */
    public static String spanId(long id) {
        byte[] out = new byte[16];
        put(out, 0, id);
        return latin1(out);
    }

    static String latin1(byte[] bytes) {
        return latin1(bytes, 0, bytes.length);
    }

    static String latin1(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** Writes 16 digits at a place. */
    static void put(byte[] out, int at, long value) {
        for (int i = 15; i >= 0; i--) {
            out[at + i] = DIGITS[((int) value) & 15];
            value >>>= 4;
        }
    }

    /** Writes 2 digits at a place. */
    static void put(byte[] out, int at, byte value) {
        out[at] = DIGITS[(value >> 4) & 15];
        out[at + 1] = DIGITS[value & 15];
    }

    /** Whether all characters of a range, which must be within the text, are digits in lower case. */
    static boolean isHex(CharSequence text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (digit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of up to 16 digits, which must be digits. */
    static long parse(CharSequence text, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = (value << 4) | digit(text.charAt(i));
        }
        return value;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
