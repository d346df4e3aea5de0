package io.perfagent.sample.hot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Clients of its own that ask for one path after the other, over plain sockets so that they cost little themselves. */
final class Traffic implements Runnable {
    private static final int PAUSE_MILLIS = 25;

    private final int port;
    private final List<String> paths;
    private final int first;

    private Traffic(int port, List<String> paths, int first) {
        this.port = port;
        this.paths = paths;
        this.first = first;
    }

    static void start(int port, Set<String> paths, int clients) {
        List<String> sorted = paths.stream().sorted().toList();
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(new Traffic(port, sorted, i), "client-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            for (int turn = first; true; turn++) {
                ask(paths.get(turn % paths.size()));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            System.err.println("a client has ended: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = in.readLine();
            if (status == null || !status.contains(" 200 ")) {
                throw new IOException(path + " answered " + status);
            }
            while (in.readLine() != null) {
                continue; // to the end, so that the server has written all
            }
        }
    }
}
