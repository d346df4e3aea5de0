package io.perfagent.cache.channel;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server that answers what it is told to, and tells what it was asked. */
final class FakeRedis implements AutoCloseable {
    private final ServerSocket server;
    private final UnaryOperator<String> answers;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private volatile Socket last = new Socket();

    /** @param answers by command line: what is sent, with {@code |} for a line's end; empty for nothing */
    FakeRedis(UnaryOperator<String> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "fake-redis");
        thread.setDaemon(true);
        thread.start();
    }

    /** As a server of version 7.2 answers. */
    static String usual(String command) {
        if (command.startsWith("HELLO")) {
            return "%2|$6|server|$5|redis|$7|version|$5|7.2.4|";
        }
        return command.equals("PING") ? "+PONG|" : command.startsWith("PTTL") ? ":-1|" : "+OK|";
    }

    Address address(byte[]... login) {
        return new Address("127.0.0.1", server.getLocalPort(), login.length == 0 ? null : login);
    }

    /** The next command but pings. */
    String nextAsked() throws InterruptedException {
        while (true) {
            String next = asked.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was asked");
            }
            if (!next.equals("PING")) {
                return next;
            }
        }
    }

    /** Sends something unasked. */
    void say(String text) throws IOException {
        OutputStream out = last.getOutputStream();
        synchronized (this) {
            out.write(text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    void hangUp() throws IOException {
        last.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                last = socket;
                serve(socket);
            } catch (IOException e) {
                continue; // it has hung up, or was closed
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        RespInput in = new RespInput(new BufferedInputStream(socket.getInputStream()));
        while (true) {
            StringBuilder command = new StringBuilder();
            for (Object part : (List<?>) java.util.Objects.requireNonNull(in.next())) {
                command.append(command.isEmpty() ? "" : " ")
                        .append(new String((byte[]) part, StandardCharsets.ISO_8859_1));
            }
            asked.add(command.toString());
            say(answers.apply(command.toString()));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        last.close();
    }
}
