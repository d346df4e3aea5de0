package io.perfagent.instrument.family;

import java.nio.charset.StandardCharsets;

/**
 * Strings for bytes or chars that come over the wire again and again (host, path, user agent), without making a new one each time.
 *
 * <p>Direct-mapped and bounded: a miss makes a string and takes the place. Races lose nothing but a string. Safe for all
 * threads.
 */
public final class AsciiCache {
    private static final int SIZE = 1024;
    private static final int MAX_BYTES = 256;
    private static final String[] STRINGS = new String[SIZE];

    private AsciiCache() {}

    /** The string that the bytes are in ISO 8859-1. */
    public static String string(byte[] bytes, int offset, int length) {
        if (length > MAX_BYTES) {
            return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        }
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        int index = (hash ^ hash >>> 10 ^ hash >>> 20) & SIZE - 1;
        String known = STRINGS[index];
        if (known != null && same(known, bytes, offset, length)) {
            return known;
        }
        String made = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        STRINGS[index] = made;
        return made;
    }

    /** The string that the chars are. */
    public static String string(char[] chars, int offset, int length) {
        if (length > MAX_BYTES) {
            return new String(chars, offset, length);
        }
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + chars[i];
        }
        int index = (hash ^ hash >>> 10 ^ hash >>> 20) & SIZE - 1;
        String known = STRINGS[index];
        if (known != null && same(known, chars, offset, length)) {
            return known;
        }
        String made = new String(chars, offset, length);
        STRINGS[index] = made;
        return made;
    }

    private static boolean same(String known, char[] chars, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(String known, byte[] bytes, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != (char) (bytes[offset + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
