package io.perfagent.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import redis.embedded.RedisServer;

/**
 * PostgreSQL and Redis for the fixtures, each started at most once by the test JVM and stopped when it ends. A test
 * that needs one which this machine cannot run is reported as skipped, with the reason. Thread-safe.
 */
public final class Servers {
    private static @Nullable EmbeddedPostgres postgres;
    private static @Nullable RedisServer redis;
    private static int redisPort;
    private static @Nullable TestAbortedException postgresFailure;
    private static @Nullable TestAbortedException redisFailure;

    private Servers() {}

    /** JDBC URL of a PostgreSQL on {@code localhost}, user and database {@code postgres}. */
    public static synchronized String postgresUrl() {
        if (postgresFailure != null) {
            throw postgresFailure;
        }
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().start();
            } catch (IOException | RuntimeException e) {
                postgresFailure = new TestAbortedException("embedded PostgreSQL does not start here: " + e, e);
                throw postgresFailure;
            }
        }
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    /** Port of that PostgreSQL. */
    public static synchronized int postgresPort() {
        postgresUrl();
        EmbeddedPostgres running = postgres;
        return running == null ? 0 : running.getPort();
    }

    /** Port of a Redis on {@code localhost}, without a password. */
    public static synchronized int redisPort() {
        if (redisFailure != null) {
            throw redisFailure;
        }
        if (redis == null) {
            int port = unusedPort();
            try {
                RedisServer server = RedisServer.newRedisServer()
                        .port(port)
                        .setting("bind 127.0.0.1")
                        .build();
                server.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                redis = server;
                redisPort = port;
            } catch (IOException | RuntimeException e) {
                redisFailure = new TestAbortedException("embedded Redis does not start here: " + e, e);
                throw redisFailure;
            }
        }
        return redisPort;
    }

    /** A loopback port that nothing listened on a moment ago. */
    public static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void stop(RedisServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            System.err.println("embedded Redis did not stop: " + e);
        }
    }
}
