package io.perfagent.cache.channel;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server of Redis sends, in RESP2 or RESP3, within bounds: the other side may be anything. For one thread.
 *
 * <p>Source: the Redis serialization protocol specification, versions 2 and 3.
 */
public final class RespInput {
    /** A longer key or text ends the connection, as all that is not understood does. */
    static final int MAX_BYTES = 1 << 20;

    static final int MAX_ITEMS = 1 << 20;

    /** Of all that one value holds, in memory. */
    static final int MAX_VALUE_BYTES = 16 << 20;

    private static final int ITEM_BYTES = 16;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_LINE = 4096;

    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private long left;

    /** @param in buffered */
    RespInput(InputStream in) {
        this.in = in;
    }

    /**
     * The one value that these bytes are; see {@link #next}.
     *
     * @throws IOException if they are anything else
     */
    public static @Nullable Object value(byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        Object value = new RespInput(in).next();
        if (in.available() > 0) {
            throw notUnderstood();
        }
        return value;
    }

    /** An error reply: its first word only, as the rest may name keys and users. */
    record Failure(String code) {}

    /** What the server sends unasked: its kind, and what it is about. */
    record Push(List<@Nullable Object> items) {}

    /**
     * The next value.
     *
     * @return null, {@code byte[]} for bulk strings, {@link String} for simple ones and for numbers that are not whole,
     *     {@link Long}, {@link Boolean}, {@link List} for arrays, sets and maps (a key, its value, ...), {@link Failure},
     *     {@link Push}
     * @throws IOException when it ends, or is not understood
     */
    @Nullable
    Object next() throws IOException {
        left = MAX_VALUE_BYTES;
        return next(0);
    }

    private void take(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw notUnderstood();
        }
    }

    private @Nullable Object next(int depth) throws IOException {
        int kind = in.read();
        if (kind < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (depth > MAX_DEPTH) {
            throw notUnderstood();
        }
        readLine();
        take(ITEM_BYTES + length);
        switch (kind) {
            case '+':
            case ',':
            case '(':
                return text();
            case ':':
                return number();
            case '#':
                return length == 1 && line[0] == 't';
            case '_':
                return null;
            case '-':
                return new Failure(code(text()));
            case '$':
            case '=':
                return bulk();
            case '!':
                byte[] error = bulk();
                return new Failure(error == null ? "" : code(new String(error, StandardCharsets.UTF_8)));
            case '*':
            case '~':
                return items(number(), depth);
            case '%':
                return items(2 * number(), depth);
            case '>':
                List<@Nullable Object> pushed = items(number(), depth);
                if (pushed == null) {
                    throw notUnderstood();
                }
                return new Push(pushed);
            case '|':
                items(2 * number(), depth); // attributes of the value that follows
                return next(depth + 1);
            default:
                throw notUnderstood();
        }
    }

    private @Nullable List<@Nullable Object> items(long count, int depth) throws IOException {
        if (count < 0) {
            return null;
        }
        if (count > MAX_ITEMS) {
            throw notUnderstood();
        }
        List<@Nullable Object> items = new ArrayList<>((int) Math.min(count, 64));
        for (long i = 0; i < count; i++) {
            items.add(next(depth + 1));
        }
        return items;
    }

    private byte @Nullable [] bulk() throws IOException {
        long size = number();
        if (size < 0) {
            return null;
        }
        if (size > MAX_BYTES) {
            throw notUnderstood();
        }
        take(size);
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size || in.read() != '\r' || in.read() != '\n') {
            throw new EOFException("the server closed the connection within a value");
        }
        return bytes;
    }

    private void readLine() throws IOException {
        length = 0;
        while (true) {
            int next = in.read();
            if (next == '\r') {
                if (in.read() != '\n') {
                    throw notUnderstood();
                }
                return;
            }
            if (next < 0) {
                throw new EOFException("the server closed the connection within a line");
            }
            if (length == MAX_LINE) {
                throw notUnderstood();
            }
            line[length++] = (byte) next;
        }
    }

    private String text() {
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private static String code(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= 'A' && text.charAt(end) <= 'Z') {
            end++;
        }
        return text.substring(0, end);
    }

    private long number() throws IOException {
        boolean negative = length > 0 && line[0] == '-';
        int first = negative ? 1 : 0;
        if (length == first || length - first > 18) {
            throw notUnderstood();
        }
        long number = 0;
        for (int i = first; i < length; i++) {
            if (line[i] < '0' || line[i] > '9') {
                throw notUnderstood();
            }
            number = number * 10 + line[i] - '0';
        }
        return negative ? -number : number;
    }

    private static IOException notUnderstood() {
        return new IOException("what the server says is not understood");
    }
}
