package io.perfagent.it.outbound;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.fixture.ParentWatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisClient;

/**
 * Takes connections from the pools that its arguments name and uses them ({@link Ways}): {@code redis <port>} of Jedis,
 * {@code pooled <port>} and {@code client <port>} of its clients that have one within, {@code database <url>} of HikariCP.
 */
public final class OutboundPoolsApp {
    private OutboundPoolsApp() {}

    private static void redis(int port) {
        JedisPool pool = new JedisPool(new GenericObjectPoolConfig<Jedis>(), "localhost", port, 500);
        Ways.drive("redis", () -> {
            try (Jedis jedis = pool.getResource()) {
                return jedis.ping();
            }
        });
    }

    /** A class of its own: only Jedis 4 to 7 have it. */
    private static final class Pooled {
        static void drive(int port) {
            JedisPooled client = new JedisPooled("localhost", port);
            Ways.drive("pooled", () -> client.exists("no such key"));
        }
    }

    /** A class of its own: only Jedis 7 and newer have it. */
    private static final class Client {
        static void drive(int port) {
            RedisClient client = RedisClient.create("localhost", port);
            Ways.drive("client", () -> client.exists("no such key"));
        }
    }

    private static int one(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void database(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("postgres");
        config.setPoolName("shop");
        config.setMaximumPoolSize(4);
        config.setConnectionTimeout(300);
        config.setValidationTimeout(250);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        Ways.drive("database", () -> one(pool));
    }

    public static void main(String[] arguments) {
        ParentWatch.start();
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i].equals("redis")) {
                redis(Integer.parseInt(arguments[i + 1]));
            } else if (arguments[i].equals("pooled")) {
                Pooled.drive(Integer.parseInt(arguments[i + 1]));
            } else if (arguments[i].equals("client")) {
                Client.drive(Integer.parseInt(arguments[i + 1]));
            } else {
                database(arguments[i + 1]);
            }
        }
        Ways.tick();
    }
}
