package io.perfagent.it.cache;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection to Redis, as small as it can be. For one thread. */
final class RespWire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RespWire(int port, String password) throws IOException {
        socket = new Socket("127.0.0.1", port);
        in = new BufferedInputStream(socket.getInputStream());
        ask("AUTH", password);
    }

    Object ask(String... parts) throws IOException {
        StringBuilder line = new StringBuilder("*" + parts.length + "\r\n");
        for (String part : parts) {
            line.append('$').append(part.length()).append("\r\n").append(part).append("\r\n");
        }
        socket.getOutputStream().write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        return next();
    }

    /** A {@link String}, a {@link List} or null. */
    Object next() throws IOException {
        int kind = in.read();
        String line = line();
        switch (kind) {
            case '+', ':':
                return line;
            case '_':
                return null;
            case '$':
                int size = Integer.parseInt(line);
                if (size < 0) {
                    return null;
                }
                String text = new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
                line();
                return text;
            case '*', '>', '%':
                int items = Integer.parseInt(line) * (kind == '%' ? 2 : 1);
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < items; i++) {
                    list.add(next());
                }
                return list;
            default:
                throw kind < 0 ? new EOFException() : new IOException((char) kind + line);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is gone
        }
    }
}
