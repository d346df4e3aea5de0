package io.perfagent.sample.shop.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What has been bought. Thread-safe. */
public final class Orders {
    private static final int LATEST = 20;

    private final DataSource pool;

    public Orders(DataSource pool) {
        this.pool = pool;
    }

    /**
     * Writes an order, all of it or nothing.
     *
     * @param quantities how many were bought, by item
     * @return the number of the order
     */
    public int place(String customer, Map<Integer, Integer> quantities, long totalCents) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Writer writer = new Writer(connection);
                int id = writer.insert(customer, totalCents);
                for (Map.Entry<Integer, Integer> line : quantities.entrySet()) {
                    writer.insertLine(id, line.getKey(), line.getValue());
                }
                connection.commit();
                return id;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * A line of text for each of the latest orders, newest first.
     *
     * <p>One query finds the orders and one more per order finds its lines: the classic "N+1" mistake, here on purpose.
     */
    public List<String> latest() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            List<String> lines = new ArrayList<>();
            for (Map.Entry<Integer, String> order : latestOrders(connection).entrySet()) {
                lines.add("order " + order.getKey() + " of " + order.getValue() + ": "
                        + String.join(", ", itemsOf(connection, order.getKey())));
            }
            return lines;
        }
    }

    private static Map<Integer, String> latestOrders(Connection connection) throws SQLException {
        String sql = "SELECT id, customer FROM purchase ORDER BY id DESC FETCH FIRST " + LATEST + " ROWS ONLY";
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            Map<Integer, String> customers = new LinkedHashMap<>();
            while (rows.next()) {
                customers.put(rows.getInt(1), rows.getString(2));
            }
            return customers;
        }
    }

    private static List<String> itemsOf(Connection connection, int orderId) throws SQLException {
        String sql = "SELECT line.quantity, item.name FROM purchase_line line JOIN item ON item.id = line.item_id"
                + " WHERE line.purchase_id = ? ORDER BY item.id";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, orderId);
            List<String> items = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    items.add(rows.getInt(1) + " x " + rows.getString(2));
                }
            }
            return items;
        }
    }

    /** Inserts orders over a connection whose transaction is the caller's. */
    static final class Writer {
        private final Connection connection;

        Writer(Connection connection) {
            this.connection = connection;
        }

        int insert(String customer, long totalCents) throws SQLException {
            String sql = "INSERT INTO purchase (customer, total_cents) VALUES (?, ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql, new String[] {"id"})) {
                insert.setString(1, customer);
                insert.setLong(2, totalCents);
                insert.executeUpdate();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    keys.next();
                    return keys.getInt(1);
                }
            }
        }

        void insertLine(int orderId, int itemId, int quantity) throws SQLException {
            String sql = "INSERT INTO purchase_line (purchase_id, item_id, quantity) VALUES (?, ?, ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setInt(1, orderId);
                insert.setInt(2, itemId);
                insert.setInt(3, quantity);
                insert.executeUpdate();
            }
        }
    }
}
