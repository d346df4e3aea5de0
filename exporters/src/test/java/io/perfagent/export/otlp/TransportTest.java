package io.perfagent.export.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.perfagent.export.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TransportTest {
    private static final TlsFiles NO_FILES = new TlsFiles(null, null, null);

    private static Transport transport(String url, TlsFiles files) {
        return new Transport(Endpoint.parse(url), files, Clock.SYSTEM, null);
    }

    private static long in(long seconds) {
        return System.nanoTime() + seconds * 1_000_000_000L;
    }

    @Test
    void anAddressThatSwallowsPacketsLeavesTimeForTheOthers() throws Exception {
        InetAddress silent = InetAddress.getByName("127.0.0.2");
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 50, loopback);
                ServerSocket full = new ServerSocket(server.getLocalPort(), 1, silent)) {
            assumeThat(fill(full, waiting))
                    .as("a full backlog swallows packets here")
                    .isTrue();
            Transport transport = transport("http://collector", NO_FILES);
            int port = server.getLocalPort();
            try (Socket socket = transport.open(new InetAddress[] {silent, loopback}, port, in(2))) {
                assertThat(socket.getInetAddress()).isEqualTo(loopback);
            }
            InetAddress[] onlySilent = {silent};
            assertThatThrownBy(() -> transport.open(onlySilent, port, in(0) + 50_000_000L))
                    .isInstanceOf(SocketTimeoutException.class);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void bytesThatNobodyAskedForEndAKeptConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Transport transport = transport("http://localhost:" + server.getLocalPort(), NO_FILES);
            assertThat(transport.connect(in(20))).isFalse();
            assertThat(transport.connect(in(20))).as("kept").isTrue();
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes(US_ASCII));
                awaitBytes(transport.socket());
                assertThat(transport.connect(in(20))).isFalse();
                assertThat(transport.socket().getInputStream().available()).isZero();
            }
            transport.close();
        }
    }

    @Test
    @Timeout(60)
    void sessionTicketsDoNotEndAKeptConnectionButWordsDo(@TempDir Path directory) throws Exception {
        Keys keys = new Keys(directory, "server", "EC", "dns:localhost");
        CountDownLatch go = new CountDownLatch(1);
        try (ServerSocket server = keys.context().getServerSocketFactory().createServerSocket(0)) {
            Thread thread = new Thread(() -> {
                try (Socket accepted = server.accept()) {
                    ((SSLSocket) accepted).startHandshake(); // TLS 1.3, a ticket included
                    go.await();
                    accepted.getOutputStream().write("HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes(US_ASCII));
                    ((SSLSocket) server.accept()).startHandshake();
                } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            Transport transport = transport(
                    "https://localhost:" + server.getLocalPort(),
                    new TlsFiles(keys.certificateFile.toString(), null, null));
            assertThat(transport.connect(in(20))).isFalse();
            awaitBytes(transport.below());
            assertThat(transport.connect(in(20))).as("kept").isTrue();
            go.countDown();
            awaitBytes(transport.below());
            assertThat(transport.connect(in(20))).isFalse();
            thread.join();
            transport.close();
        }
    }

    private static void awaitBytes(Socket socket) throws IOException {
        while (socket.getInputStream().available() == 0) {
            Thread.onSpinWait();
        }
    }

    /** Connects until nobody answers any more; whether that came about. */
    private static boolean fill(ServerSocket server, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException e) {
                return true;
            }
        }
        return false;
    }
}
