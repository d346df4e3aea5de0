package io.perfagent.sample.shop.store;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** What is for sale: in the database, names cached in Redis through Jedis. Thread-safe. */
public final class Catalog implements Closeable {
    private static final long NAME_TTL_SECONDS = 30;

    private final DataSource pool;
    private final RedisClient redis;

    public Catalog(DataSource pool, int redisPort) {
        this.pool = pool;
        redis = RedisClient.create("127.0.0.1", redisPort);
    }

    /** The name of an item, or null if there is no such item. */
    public @Nullable String name(int id) throws SQLException {
        String key = "item:" + id;
        String cached = redis.get(key);
        if (cached != null) {
            return cached;
        }
        String name = selectName(id);
        if (name != null) {
            redis.set(key, name, SetParams.setParams().ex(NAME_TTL_SECONDS));
        }
        return name;
    }

    private @Nullable String selectName(int id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** Counts a visit to an item's page; returns how many there have been. */
    public long countVisit(int id) {
        return redis.incr("visits:" + id);
    }

    /** The price of an item in cents, or null if there is no such item. */
    public @Nullable Integer priceCents(int id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT price_cents FROM item WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getInt(1) : null;
            }
        }
    }

    /** The names of the first ten items that contain a text, whatever its case. */
    public List<String> search(String text) throws SQLException {
        String sql = "SELECT name FROM item WHERE lower(name) LIKE lower(?) ORDER BY id FETCH FIRST 10 ROWS ONLY";
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, "%" + text + "%");
            List<String> names = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    /** How many items contain a text, whatever its case. */
    public int countMatches(String text) throws SQLException {
        String sql = "SELECT count(*) FROM item WHERE lower(name) LIKE lower(?)";
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, "%" + text + "%");
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /**
     * The names of the five dearest items, found the slow way: the query counts, for every item, all those that cost
     * more.
     */
    public List<String> dearestTheSlowWay() throws SQLException {
        String sql = "SELECT name FROM item i"
                + " WHERE (SELECT count(*) FROM item other WHERE other.price_cents > i.price_cents) < ?"
                + " ORDER BY price_cents DESC FETCH FIRST 5 ROWS ONLY";
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, 5);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    /** Asks for a table that nobody has made. */
    public int countVouchers() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM voucher");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public String toString() {
        return "Jedis, a pool of connections";
    }

    @Override
    public void close() {
        redis.close();
    }
}
