package io.perfagent.it;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP/1.1 request exactly as written, on a connection of its own: no header that was not asked for, no client
 * library in between. Immutable.
 *
 * @param target the request target as it stands in the request line
 * @param headers {@code Name: value} lines; {@code Host} is added
 * @param body pieces of the body, each flushed; chunked if there is more than one
 */
public record RawHttp(String method, String target, List<String> headers, List<String> body) {
    private static final int TIMEOUT_MILLIS = 30_000;

    public static RawHttp get(String target, String... headers) {
        return new RawHttp("GET", target, List.of(headers), List.of());
    }

    /** The same with one header more. */
    public RawHttp with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new RawHttp(method, target, List.copyOf(more), body);
    }

    /** Sends it to {@code localhost:port} and returns the whole answer: status line, headers, body. */
    public String send(int port) throws IOException {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            sendAllButEnd(out, port, "Connection: close\r\n");
            if (body.size() > 1) {
                write(out, "0\r\n\r\n");
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends several on one connection without waiting for answers; all answers until the server closes it. */
    public static String pipelined(int port, List<RawHttp> requests) throws IOException {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            for (RawHttp request : requests) {
                request.sendAllButEnd(out, port, "");
                if (request.body.size() > 1) {
                    write(out, "0\r\n\r\n");
                }
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends all but the end of a body in pieces, and closes the connection. */
    public void breakOff(int port) throws IOException {
        try (Socket socket = connect(port)) {
            sendAllButEnd(socket.getOutputStream(), port, "Connection: close\r\n");
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private void sendAllButEnd(OutputStream out, int port, String connection) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        head.append("Host: localhost:").append(port).append("\r\n").append(connection);
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.size() > 1) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body.size() == 1) {
            head.append("Content-Length: ").append(body.get(0).length()).append("\r\n");
        }
        write(out, head.append("\r\n").toString());
        for (String piece : body) {
            write(out, body.size() > 1 ? Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n" : piece);
        }
    }

    /** Sends it and returns the answer's status; -1 if there was none. */
    public int status(int port) throws IOException {
        String answer = send(port);
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
