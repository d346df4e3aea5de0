package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {
    private static final String TABLE =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                    + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0\n"
                    + "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4\n";

    @Test
    void only_sockets_that_listen_are_taken() {
        Set<String> found = new HashSet<>();
        ListeningSockets.collect(TABLE, found);

        assertThat(found).containsExactly("socket:[4711]");
    }

    @Test
    void nothing_is_made_of_other_text() {
        Set<String> found = new HashSet<>();
        ListeningSockets.collect("", found);
        ListeningSockets.collect("0A 0A\n0A", found);

        assertThat(found).isEmpty();
    }

    @Test
    void a_server_socket_of_this_process_is_seen() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "no /proc on this system");
        Set<String> before = ListeningSockets.open();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
            assertThat(ListeningSockets.open()).containsAll(before).hasSize(before.size() + 1);
        }
    }
}
