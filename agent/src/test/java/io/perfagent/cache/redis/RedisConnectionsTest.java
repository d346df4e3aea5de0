package io.perfagent.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.trace.side.SideTable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** To which server a socket leads: one address may have several behind it. */
class RedisConnectionsTest {
    private final Caches caches =
            new Caches(new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("test", Map.of(), new ArrayList<>())));
    private final RedisSource redis =
            new RedisSource(caches, Objects.requireNonNull(caches.source(Family.REDIS, "redis", "redis")));

    /** A client's. */
    private static final class Connection {
        Socket socket;
    }

    private RedisServer server(RedisConnections connections, Socket socket) {
        Connection connection = new Connection();
        connection.socket = socket;
        connections.connected(redis, connection);
        return Objects.requireNonNull(connections.find(connection)).session.server();
    }

    @Test
    void what_is_encrypted_is_told_apart_by_the_name_that_is_asked_for() throws Exception {
        RedisConnections connections =
                new RedisConnections(new SideTable(100), Connection.class.getDeclaredField("socket"));
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listening = new ServerSocket(0, 10, here);
                Socket first = new Socket(here, listening.getLocalPort());
                Socket second = new Socket(here, listening.getLocalPort());
                Socket third = new Socket(here, listening.getLocalPort())) {
            RedisServer plain = server(connections, first);
            RedisServer one = server(connections, factory.createSocket(first, "one.example.com", 6379, false));
            RedisServer again = server(connections, factory.createSocket(second, "one.example.com", 6379, false));
            RedisServer other = server(connections, factory.createSocket(third, "other.example.com", 6379, false));

            assertThat(one).isNotNull().isSameAs(again).isNotSameAs(other).isNotSameAs(plain);
            assertThat(one.encrypted).isTrue();
            assertThat(plain.encrypted).isFalse();
        }
    }
}
