package io.perfagent.it.cache;

import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Commands;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import redis.clients.jedis.Jedis;

/**
 * Reads what another process writes, for so many milliseconds, and answers what {@link AgedReads} has found. Its arguments: the
 * database's URL, Redis' port, the file of {@link WriteTimes} for each, how many keys there are, the bound in milliseconds.
 */
public final class AgedReadsApp {
    private static final int READERS = 3;

    private AgedReadsApp() {}

    public static void main(String[] arguments) throws Exception {
        HikariDataSource pool = CachedPostgresApp.pool(arguments[0], READERS);
        int port = Integer.parseInt(arguments[1]);
        int keys = Integer.parseInt(arguments[4]);
        WriteTimes rows = WriteTimes.in(Path.of(arguments[2]), keys);
        WriteTimes values = WriteTimes.in(Path.of(arguments[3]), keys);
        long boundNanos = Long.parseLong(arguments[5]) * 1_000_000;
        RedisClient lettuce = RedisClient.create(
                RedisURI.builder().withHost("127.0.0.1").withPort(port).build());
        CommandApp.serve(new Commands()
                .add("postgres", millis -> run(rows, boundNanos, millis, () -> new OfPostgres(pool)))
                .add("jedis", millis -> run(values, boundNanos, millis, () -> new OfJedis(port)))
                .add("lettuce", millis -> run(values, boundNanos, millis, () -> new OfLettuce(lettuce.connect()))));
        lettuce.shutdown();
        pool.close();
    }

    private static String run(WriteTimes writes, long boundNanos, String millis, AgedReads.Opens readers)
            throws InterruptedException {
        return new AgedReads(writes, boundNanos, true, readers).run(READERS, Long.parseLong(millis), System.nanoTime());
    }

    private record OfPostgres(HikariDataSource pool) implements AgedReads.Reader {
        @Override
        public long version(int key) throws SQLException {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("SELECT version FROM aged WHERE id = ?")) {
                statement.setInt(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }

        @Override
        public void close() {
            // The pool is used again.
        }
    }

    private static long number(String value) {
        return value == null ? 0 : Long.parseLong(value);
    }

    private record OfJedis(Jedis jedis) implements AgedReads.Reader {
        OfJedis(int port) {
            this(new Jedis("127.0.0.1", port));
        }

        @Override
        public long version(int key) {
            return number(jedis.get("aged:" + key));
        }

        @Override
        public void close() {
            jedis.close();
        }
    }

    private record OfLettuce(StatefulRedisConnection<String, String> connection) implements AgedReads.Reader {
        @Override
        public long version(int key) {
            return number(connection.sync().get("aged:" + key));
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
