package io.perfagent.export.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Serves connections one after the other. Each script is the answers of one connection, given one for each request; then
 * the connection is closed. The text {@code SILENCE} keeps it open without an answer until the client goes.
 */
final class RawServer implements AutoCloseable {
    static final String SILENCE = "SILENCE";

    final List<String> requestHeads = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server;
    private final Thread thread;
    private final String[][] scripts;

    RawServer(String[]... scripts) throws IOException {
        this.scripts = scripts;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = new Thread(this::serve, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        for (String[] script : scripts) {
            try (Socket socket = server.accept()) {
                for (String answer : script) {
                    readRequest(socket.getInputStream());
                    if (answer.equals(SILENCE)) {
                        while (socket.getInputStream().read() >= 0) {
                            continue;
                        }
                    } else {
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                        socket.getOutputStream().flush();
                    }
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed");
            }
            head.append((char) b);
        }
        requestHeads.add(head.toString());
        if (head.indexOf("Content-Length: ") < 0) {
            return;
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        in.readNBytes(Integer.parseInt(head.substring(at, head.indexOf("\r\n", at))));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
