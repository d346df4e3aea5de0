package io.perfagent.it.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A keep-alive HTTP/1.1 connection to loopback with one request at a time: as little work as a client can do, so that
 * it takes little CPU from what is measured. Not thread-safe.
 */
final class HttpConnection implements Closeable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String END_OF_CHUNKS = "0\r\n\r\n";

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int filled;
    private boolean reusable = true;
    private String body = "";

    HttpConnection(int port) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            in = socket.getInputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The bytes of a GET. */
    static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends a request and reads the whole answer, which must fit in 16 KiB; its status. */
    int send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        filled = 0;
        String head = "";
        int bodyAt = -1;
        while (bodyAt < 0) {
            fill();
            head = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
            bodyAt = head.indexOf("\r\n\r\n");
        }
        bodyAt += 4;
        reusable = !"close".equalsIgnoreCase(header(head, bodyAt, "connection"));
        String length = header(head, bodyAt, "content-length");
        if (length != null) {
            int end = bodyAt + Integer.parseInt(length);
            while (filled < end) {
                fill();
            }
        } else if (header(head, bodyAt, "transfer-encoding") != null) {
            while (!new String(buffer, bodyAt, filled - bodyAt, StandardCharsets.ISO_8859_1).endsWith(END_OF_CHUNKS)) {
                fill();
            }
        } else {
            throw new IOException("an answer without a length: " + head);
        }
        body = new String(buffer, bodyAt, filled - bodyAt, StandardCharsets.ISO_8859_1);
        return Integer.parseInt(head.substring(STATUS_AT, STATUS_AT + 3));
    }

    /** What the last answer held, chunks as they came. */
    String body() {
        return body;
    }

    /** Whether the server keeps the connection. */
    boolean isReusable() {
        return reusable;
    }

    private void fill() throws IOException {
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read <= 0) {
            throw new EOFException("the answer ended early, after " + filled + " bytes");
        }
        filled += read;
    }

    private static @Nullable String header(String head, int end, String name) {
        int line = head.indexOf("\r\n") + 2;
        while (line > 1 && line < end - 2) {
            int next = head.indexOf("\r\n", line);
            if (head.regionMatches(true, line, name, 0, name.length()) && head.charAt(line + name.length()) == ':') {
                return head.substring(line + name.length() + 1, next).strip();
            }
            line = next + 2;
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
