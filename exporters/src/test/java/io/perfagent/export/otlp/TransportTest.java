package io.perfagent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.perfagent.export.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
            assumeThat(fill(full, waiting)).as("a full backlog swallows packets here").isTrue();
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
