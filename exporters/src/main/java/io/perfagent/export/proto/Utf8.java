package io.perfagent.export.proto;

/**
 * UTF-8 measured and encoded without allocation.
 *
 * <p>A <em>measure</em> is the number of bytes for a text of ASCII alone, and its one's complement for any other, so that
 * one scan decides both the length and the way to encode.
 */
final class Utf8 {
    private Utf8() {}

    /** How many chars of {@code value} to take so that at most {@code maxChars} are, and no surrogate pair is split. */
    static int cut(String value, int maxChars) {
        int n = value.length();
        if (n <= maxChars) {
            return n;
        }
        n = Math.max(0, maxChars);
        if (n > 0 && Character.isHighSurrogate(value.charAt(n - 1)) && Character.isLowSurrogate(value.charAt(n))) {
            n--;
        }
        return n;
    }

    static int measure(String value, int chars) {
        for (int i = 0; i < chars; i++) {
            if (value.charAt(i) >= 0x80) {
                return ~longLength(value, chars, i);
            }
        }
        return chars;
    }

    static int bytesOf(int measured) {
        return measured < 0 ? ~measured : measured;
    }

    private static int longLength(String value, int chars, int asciiPrefix) {
        int bytes = asciiPrefix;
        for (int i = asciiPrefix; i < chars; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (isPair(value, chars, i)) {
                bytes += 4;
                i++;
            } else {
                bytes++;
            }
        }
        return bytes;
    }

    private static boolean isPair(String value, int chars, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                && i + 1 < chars
                && Character.isLowSurrogate(value.charAt(i + 1));
    }

    /** Writes the text to {@code target} from {@code position} and returns the position after it. */
    @SuppressWarnings("deprecation") // the only copy of a Latin-1 string that does not allocate
    static int encode(String value, int chars, int measured, byte[] target, int position) {
        if (measured >= 0) {
            value.getBytes(0, chars, target, position);
            return position + chars;
        }
        int p = position;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                target[p++] = (byte) c;
            } else if (c < 0x800) {
                target[p++] = (byte) (0xc0 | (c >> 6));
                target[p++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                target[p++] = (byte) (0xe0 | (c >> 12));
                target[p++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                target[p++] = (byte) (0x80 | (c & 0x3f));
            } else if (isPair(value, chars, i)) {
                int codePoint = Character.toCodePoint(c, value.charAt(++i));
                target[p++] = (byte) (0xf0 | (codePoint >> 18));
                target[p++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
                target[p++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
                target[p++] = (byte) (0x80 | (codePoint & 0x3f));
            } else {
                target[p++] = '?';
            }
        }
        return p;
    }
}
