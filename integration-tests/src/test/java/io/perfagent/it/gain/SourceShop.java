package io.perfagent.it.gain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.csc.Cache;

/** Asks PostgreSQL and Redis. */
public final class SourceShop implements Shop {
    private static final String ITEM = "SELECT id, name, price, version FROM item WHERE id = ?";
    public static final String SUMMARY = "SELECT i.id, i.version, count(*), sum(s.quantity * s.price)"
            + " FROM item i JOIN sale s ON s.category_id = i.category_id WHERE i.id = ? GROUP BY i.id, i.version";
    private static final String WRITE =
            "UPDATE item SET price = price + 1, version = version + 1 WHERE id = ? RETURNING version";

    private final DataSource pool;
    private final UnifiedJedis redis;
    private final AtomicLongArray versions = new AtomicLongArray(ITEMS);
    private final Object[] locks = new Object[ITEMS];
    private final LongAdder reads = new LongAdder();

    /** One row of an answer, as an object. */
    private interface Mapping<T> {
        T map(ResultSet result) throws SQLException;
    }

    /** @param redis where every item has version 0 */
    public SourceShop(DataSource pool, UnifiedJedis redis) {
        this.pool = pool;
        this.redis = redis;
        for (int i = 0; i < ITEMS; i++) {
            locks[i] = new Object();
        }
    }

    /** Reads that were asked here, without those that Jedis has answered by itself. */
    long loads() {
        Cache own = redis.getCache();
        return reads.sum() - (own == null ? 0 : own.getStats().getHitCount());
    }

    @Override
    public Item item(int id, boolean readOnly) {
        return read(
                ITEM,
                id,
                readOnly,
                result -> new Item(result.getInt(1), result.getString(2), result.getLong(3), result.getLong(4)));
    }

    @Override
    public Summary summary(int id, boolean readOnly) {
        return read(
                SUMMARY,
                id,
                readOnly,
                result -> new Summary(result.getInt(1), result.getLong(2), result.getLong(3), result.getLong(4)));
    }

    private <T> T read(String sql, int id, boolean readOnly, Mapping<T> mapping) {
        reads.increment();
        try (Connection connection = pool.getConnection()) {
            return readOnly ? transaction(connection, sql, id, mapping) : query(connection, sql, id, mapping);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Spring's manager of transactions does for {@code @Transactional(readOnly = true)}. */
    private static <T> T transaction(Connection connection, String sql, int id, Mapping<T> mapping)
            throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        T found;
        try {
            found = query(connection, sql, id, mapping);
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
        connection.commit();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
        return found;
    }

    private static <T> T query(Connection connection, String sql, int id, Mapping<T> mapping) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new IllegalStateException("no item " + id);
                }
                return mapping.map(result);
            }
        }
    }

    @Override
    public String text(int id) {
        reads.increment();
        String text = redis.get(Shop.key(id));
        if (text == null) {
            throw new IllegalStateException("no item " + id + " in Redis");
        }
        return text;
    }

    @Override
    public long writeItem(int id) {
        try (Connection connection = pool.getConnection()) {
            return query(connection, WRITE, id, result -> result.getLong(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long writeText(int id) {
        synchronized (locks[id]) { // versions grow in the order in which Redis gets them
            long version = versions.incrementAndGet(id);
            redis.set(Shop.key(id), Shop.text(id, version));
            return version;
        }
    }
}
