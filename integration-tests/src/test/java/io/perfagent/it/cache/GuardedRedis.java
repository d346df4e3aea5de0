package io.perfagent.it.cache;

import io.perfagent.it.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.opentest4j.TestAbortedException;
import redis.embedded.RedisServer;

/** A Redis of a test's own: with a password, and connections that may be killed. */
final class GuardedRedis implements AutoCloseable {
    static final String PASSWORD = "s3cret-of-the-tests";

    private final RedisServer server;
    private final int port;

    private GuardedRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    static GuardedRedis start() {
        int port = Servers.unusedPort();
        try {
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("requirepass " + PASSWORD)
                    .build();
            server.start();
            return new GuardedRedis(server, port);
        } catch (IOException | RuntimeException e) {
            throw new TestAbortedException("embedded Redis does not start here: " + e, e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
