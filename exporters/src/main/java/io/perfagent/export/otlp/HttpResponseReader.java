package io.perfagent.export.otlp;

import io.perfagent.export.Clock;
import io.perfagent.export.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 response from a socket, every part of it bounded and the whole within a deadline.
 *
 * <p>Source: RFC 9112, sections 4 to 7. A body longer than {@value #MAX_BODY_BYTES} bytes is cut, and its connection not
 * used again.
 */
final class HttpResponseReader {
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final int MAX_INTERIM_RESPONSES = 8;
    private static final byte[] NOTHING = new byte[0];

    private final Socket socket;
    private final Clock clock;
    private final long deadlineNanos;
    private final byte[] buffer = new byte[4 * 1024];
    private int position;
    private int limit;
    private int headBytes;
    private boolean answered;
    private boolean keepAlive;
    private boolean cut;

    private long contentLength;
    private boolean chunked;
    private @Nullable String retryAfter;
    private String contentType = "";

    private byte[] body = NOTHING;
    private int bodySize;

    HttpResponseReader(Socket socket, Clock clock, long deadlineNanos) {
        this.socket = socket;
        this.clock = clock;
        this.deadlineNanos = deadlineNanos;
    }

    HttpResponse read() throws IOException {
        int status = readHead();
        for (int i = 0; status >= 100 && status < 200; i++) {
            if (i == MAX_INTERIM_RESPONSES) {
                throw new IOException("too many interim responses");
            }
            status = readHead();
        }
        if (status != 204 && status != 304) {
            readBody();
        }
        return new HttpResponse(status, retryAfter, contentType, body, bodySize);
    }

    /** Whether anything came back. */
    boolean answered() {
        return answered;
    }

    /** Whether the connection stands at the start of the next response. */
    boolean reusable() {
        return keepAlive && !cut && position == limit;
    }

    private int readHead() throws IOException {
        String line = readLine();
        if (line.length() < 12 || !line.startsWith("HTTP/1.") || line.charAt(8) != ' ') {
            throw new IOException("not an HTTP/1 response");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IOException("not an HTTP/1 response");
            }
            status = status * 10 + digit;
        }
        if (status < 100) {
            throw new IOException("not an HTTP/1 response");
        }
        keepAlive = line.charAt(7) != '0';
        contentLength = -1;
        chunked = false;
        for (line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                header(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return status;
    }

    private void header(String name, String value) throws IOException {
        if (name.equals("content-length")) {
            contentLength = parseLength(value, 10);
        } else if (name.equals("transfer-encoding")) {
            chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        } else if (name.equals("connection")) {
            String lower = value.toLowerCase(Locale.ROOT);
            keepAlive = lower.contains("keep-alive") || (keepAlive && !lower.contains("close"));
        } else if (name.equals("retry-after")) {
            retryAfter = value;
        } else if (name.equals("content-type")) {
            contentType = value.toLowerCase(Locale.ROOT);
        }
    }

    private void readBody() throws IOException {
        if (chunked) {
            for (long length = chunkLength(); length > 0 && !cut; length = chunkLength()) {
                readBytes(length);
                if (!cut && !readLine().isEmpty()) {
                    throw new IOException("malformed chunk");
                }
            }
            while (!cut && !readLine().isEmpty()) {
                continue; // trailers
            }
        } else if (contentLength >= 0) {
            readBytes(contentLength);
        } else {
            keepAlive = false;
            readBytes(Long.MAX_VALUE);
        }
    }

    private long chunkLength() throws IOException {
        if (cut) {
            return 0;
        }
        String line = readLine();
        int end = line.indexOf(';');
        return parseLength((end < 0 ? line : line.substring(0, end)).trim(), 16);
    }

    private static long parseLength(String text, int radix) throws IOException {
        if (text.isEmpty() || text.length() > 15) {
            throw new IOException("malformed length");
        }
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                throw new IOException("malformed length");
            }
            length = length * radix + digit;
        }
        return length;
    }

    /** Appends to the body; {@code Long.MAX_VALUE} means until the end of the stream. */
    private void readBytes(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (position == limit && !fill()) {
                if (count == Long.MAX_VALUE) {
                    return;
                }
                throw new EOFException("connection closed within the answer");
            }
            int room = MAX_BODY_BYTES - bodySize;
            if (room == 0) {
                cut = true;
                return;
            }
            int n = (int) Math.min(Math.min(left, limit - position), room);
            if (body.length < bodySize + n) {
                byte[] larger = new byte[Math.min(MAX_BODY_BYTES, Math.max(bodySize + n, 2 * body.length))];
                System.arraycopy(body, 0, larger, 0, bodySize);
                body = larger;
            }
            System.arraycopy(buffer, position, body, bodySize, n);
            bodySize += n;
            position += n;
            left -= n;
        }
    }

    private String readLine() throws IOException {
        byte[] line = new byte[128];
        int n = 0;
        while (true) {
            if (position == limit && !fill()) {
                throw new EOFException("connection closed without an answer");
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int length = n > 0 && line[n - 1] == '\r' ? n - 1 : n;
                return new String(line, 0, length, StandardCharsets.ISO_8859_1);
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new IOException("header too long");
            }
            if (n == line.length) {
                byte[] larger = new byte[2 * n];
                System.arraycopy(line, 0, larger, 0, n);
                line = larger;
            }
            line[n++] = b;
        }
    }

    private boolean fill() throws IOException {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(Deadline.remainingMillis(clock, deadlineNanos));
        int n = in.read(buffer, 0, buffer.length);
        if (n <= 0) {
            return false;
        }
        answered = true;
        position = 0;
        limit = n;
        return true;
    }
}
