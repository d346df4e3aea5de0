package io.perfagent.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import redis.embedded.RedisServer;

/**
 * PostgreSQL and Redis for the fixtures, each started at most once by the test JVM and stopped when it ends. A test
 * that needs one which this machine cannot run is reported as skipped, with the reason. Thread-safe.
 */
public final class Servers {
    private static final int FIRST_FIXED_PORT = 20_000;

    /** Where Linux's range begins by default; those of macOS and Windows begin higher. */
    private static final int FIRST_KERNEL_PORT = 32_768;

    private static @Nullable EmbeddedPostgres postgres;
    private static final Set<String> databases = new HashSet<>();
    private static @Nullable RedisServer redis;
    private static @Nullable Socket closed;
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

    /**
     * JDBC URL of a database of that PostgreSQL that is a test's own: empty when the test JVM first asks for it. Other tests'
     * tables of the same name are not there.
     */
    public static synchronized String postgresUrl(String database) {
        String url = postgresUrl();
        if (databases.add(database)) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + database);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        EmbeddedPostgres running = postgres;
        return running == null ? url : running.getJdbcUrl("postgres", database);
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

    /**
     * A loopback port that nothing listened on a moment ago, below those the kernel gives to sockets that ask for any: another
     * test's server is not given it meanwhile.
     */
    public static int unusedPort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_FIXED_PORT, FIRST_KERNEL_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // taken
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A port that refuses connections for as long as the tests run: it is bound, so that no other process is given it, and
     * nothing listens on it.
     */
    public static synchronized int closedPort() {
        try {
            if (closed == null) {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(0));
                closed = socket;
            }
            return closed.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
