package io.perfagent.it.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A collector that accepts everything and keeps nothing but counts: a process of its own, so that its CPU is nobody's
 * cost.
 *
 * <p>The first segment of a request's path names who sends. {@code GET /stats} answers a line for each: name, requests,
 * body bytes, spans. It ends when its standard input closes.
 */
public final class DiscardingSink {
    private static final String OTLP_TRACES = "/v1/traces";

    private final Map<String, long[]> counts = new TreeMap<>(); // guarded by itself
    private final ServerSocket server;

    DiscardingSink() throws IOException {
        server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "sink-acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Prints {@code listening on <port>}. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("listening on " + new DiscardingSink().port());
        while (System.in.read() >= 0) {
            // Nothing is said on it; its end is the end.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "sink-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                System.err.println("the sink cannot accept: " + e);
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            String line;
            while (!(line = line(in)).isEmpty()) {
                answer(socket, line.split(" "), in);
            }
        } catch (IOException e) {
            return; // the sender has gone
        }
    }

    private void answer(Socket socket, String[] requestLine, InputStream in) throws IOException {
        int length = 0;
        boolean chunked = false;
        boolean encoded = false;
        String header;
        while (!(header = line(in).toLowerCase(Locale.ROOT)).isEmpty()) {
            String value = header.substring(header.indexOf(':') + 1).strip();
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(value);
            }
            chunked |= header.startsWith("transfer-encoding:") && value.equals("chunked");
            encoded |= header.startsWith("content-encoding:") && !value.equals("identity");
        }
        byte[] body = chunked ? chunks(in) : in.readNBytes(length);
        String path = requestLine[1];
        if (path.equals("/stats")) {
            reply(socket, "200 OK", "text/plain", stats());
        } else {
            count(path, body, path.endsWith(OTLP_TRACES) && !encoded);
            boolean elastic = path.contains("/intake/");
            reply(
                    socket,
                    elastic ? "202 Accepted" : "200 OK",
                    path.contains("/v1/") ? "application/x-protobuf" : "application/json",
                    path.contains("/v1/") || elastic ? "" : "{\"version\":\"8.15.0\"}");
        }
    }

    private void count(String path, byte[] body, boolean countSpans) {
        int slash = path.indexOf('/', 1);
        int spans = countSpans ? SpanCount.of(body, body.length) : 0;
        synchronized (counts) {
            long[] sums =
                    counts.computeIfAbsent(path.substring(1, slash < 0 ? path.length() : slash), k -> new long[3]);
            sums[0]++;
            sums[1] += body.length;
            sums[2] += spans;
        }
    }

    private String stats() {
        StringBuilder text = new StringBuilder();
        synchronized (counts) {
            counts.forEach((name, sums) -> text.append(name)
                    .append(' ')
                    .append(sums[0])
                    .append(' ')
                    .append(sums[1])
                    .append(' ')
                    .append(sums[2])
                    .append('\n'));
        }
        return text.toString();
    }

    private static void reply(Socket socket, String status, String type, String body) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            int semicolon = size.indexOf(';');
            int length = Integer.parseInt(semicolon < 0 ? size : size.substring(0, semicolon), 16);
            body.write(in.readNBytes(length));
            line(in); // behind a chunk; behind the last one, the end of no trailers
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    /** A line without its end; empty at the end of the stream between requests. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                if (line.length() == 0) {
                    return "";
                }
                throw new EOFException("ends within a line");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
