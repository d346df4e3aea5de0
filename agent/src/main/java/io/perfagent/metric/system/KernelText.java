package io.perfagent.metric.system;

import java.nio.charset.StandardCharsets;

/**
 * Words and numbers of a small text of the kernel, line by line, without making strings of them.
 *
 * <p>Words are separated by blanks and colons, so that {@code MemFree: 12 kB} and {@code eth0:12 34} read alike. Call
 * {@link #line}, then {@link #word} for each word of the line. Nothing here throws on any bytes. Not thread-safe.
 */
final class KernelText {
    /** What {@link #number} answers for a word that is none, or that is over 2^63 - 1. */
    static final long NONE = -1;

    private byte[] bytes = {};
    private int length;
    private int next;
    private int wordStart;
    private int wordEnd;
    private int lineEnd;

    /** Starts anew with the first {@code length} bytes; they are not copied. */
    KernelText reset(byte[] text, int newLength) {
        bytes = text;
        length = newLength;
        next = 0;
        lineEnd = 0;
        wordStart = 0;
        wordEnd = 0;
        return this;
    }

    KernelText reset(String ascii) {
        byte[] text = ascii.getBytes(StandardCharsets.ISO_8859_1);
        return reset(text, text.length);
    }

    /** Goes to the next line, or answers false if there is none. */
    boolean line() {
        if (next >= length) {
            return false;
        }
        wordEnd = next;
        wordStart = next;
        int end = next;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        lineEnd = end;
        next = end + 1;
        return true;
    }

    /** Goes to the next word of the line, or answers false if there is none. */
    boolean word() {
        int at = wordEnd;
        while (at < lineEnd && isBlank(bytes[at])) {
            at++;
        }
        wordStart = at;
        while (at < lineEnd && !isBlank(bytes[at])) {
            at++;
        }
        wordEnd = at;
        return wordEnd > wordStart;
    }

    /** Goes on by {@code count} words and answers the last of them as a number; {@link #NONE} where that is none. */
    long number(int count) {
        for (int i = 0; i < count; i++) {
            if (!word()) {
                return NONE;
            }
        }
        return number();
    }

    /** The present word as a number, not negative; {@link #NONE} if it is none. */
    long number() {
        return numberFrom(wordStart);
    }

    private long numberFrom(int from) {
        if (from >= wordEnd) {
            return NONE;
        }
        long value = 0;
        for (int i = from; i < wordEnd; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The number after a prefix of the present word, as in {@code total=12}; {@link #NONE} without it. */
    long numberAfter(String prefix) {
        return startsWith(prefix) ? numberFrom(wordStart + prefix.length()) : NONE;
    }

    /** Whether the present word is this one. */
    boolean is(String ascii) {
        return wordEnd - wordStart == ascii.length() && startsWith(ascii);
    }

    /** Whether the present word begins with this. */
    boolean startsWith(String ascii) {
        if (wordEnd - wordStart < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[wordStart + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The present word. */
    String text() {
        return new String(bytes, wordStart, wordEnd - wordStart, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == ':' || c == '\r';
    }
}
