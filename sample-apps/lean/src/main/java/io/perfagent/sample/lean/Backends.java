package io.perfagent.sample.lean;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import redis.clients.jedis.JedisPooled;

/** Everything a request may call: a database, Redis, a thread pool and an HTTP client. Thread-safe. */
@SuppressWarnings("deprecation") // JedisPooled is what most services run; its successor differs in name only.
final class Backends implements Closeable {
    private static final int ITEMS = 100;
    private static final long TASK_TIMEOUT_SECONDS = 10;

    private final HikariDataSource database;
    private final JedisPooled redis;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            4, 4, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1000), new NamedThreads("lean-worker"));
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Backends(int redisPort) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lean");
        config.setJdbcUrl("jdbc:h2:mem:lean;DB_CLOSE_DELAY=-1");
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(8);
        database = new HikariDataSource(config);
        redis = new JedisPooled("127.0.0.1", redisPort);
        fill();
    }

    private void fill() {
        try (Connection connection = database.getConnection()) {
            try (Statement create = connection.createStatement()) {
                create.execute("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL)");
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item (id, name) VALUES (?, ?)")) {
                for (int id = 1; id <= ITEMS; id++) {
                    insert.setInt(1, id);
                    insert.setString(2, "item " + id);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database can't be filled", e);
        }
        redis.set("greeting", "hello");
    }

    /** How many items there are. */
    int countItems() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM item WHERE id > ?")) {
            query.setInt(1, 0);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** The name of an item, 1 to {@link #countItems}. */
    String itemName(int id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("no item " + id);
                }
                return rows.getString(1);
            }
        }
    }

    /** What Redis has under {@code greeting}. */
    String greeting() {
        return redis.get("greeting");
    }

    /** The CRC-32 of a text, computed on the thread pool while the caller waits. */
    long checksum(String text) throws IOException {
        try {
            return workers.submit(() -> {
                        CRC32 crc = new CRC32();
                        for (int i = 0; i < text.length(); i++) {
                            crc.update(text.charAt(i));
                        }
                        return crc.getValue();
                    })
                    .get(TASK_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the checksum");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no checksum", e);
        }
    }

    /** The body of a GET. */
    String fetch(URI uri) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + uri);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        redis.close();
        database.close();
    }
}
