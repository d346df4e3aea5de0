package io.perfagent.it.cache;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.boot.CommandApp;
import io.perfagent.it.boot.Commands;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads and writes PostgreSQL through HikariCP when it is asked to; its first argument is the URL. */
public final class CachedPostgresApp {
    private static final String READ = "SELECT version FROM versioned WHERE id = ?";

    private CachedPostgresApp() {}

    public static void main(String[] arguments) throws Exception {
        HikariDataSource readers = pool(arguments[0], 4);
        HikariDataSource writers = pool(arguments[0], 4);
        // Prepared on the server, the driver asks for binary columns from the second execution on, and getBytes shows
        // it: which
        // execution that is depends on what was sent before. In text, all executions are the same.
        HikariDataSource text = pool(arguments[0] + "&prepareThreshold=0", 2);
        CommandApp.serve(new Commands()
                .add("tables", argument -> {
                    Battery.tables(writers);
                    OwnWrites.tables(writers);
                    return "done";
                })
                .add("battery", argument -> new Battery(text).run())
                .add("check", argument -> check(readers, writers, Integer.parseInt(argument)))
                .add("read", argument -> read(readers, argument))
                .add("sql", argument -> sql(readers, argument))
                .add("write", argument -> sql(writers, argument))
                .add("as", argument -> as(readers, argument)));
    }

    static HikariDataSource pool(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setRegisterMbeans(false);
        return new HikariDataSource(config);
    }

    private static String check(HikariDataSource readers, HikariDataSource writers, int operations) throws Exception {
        OwnWrites.tables(writers);
        OwnWrites checker =
                new OwnWrites(readers, writers, OwnWrites::query, OwnWrites.Listener.NONE, System.nanoTime());
        return checker.run(8, operations);
    }

    private static String read(HikariDataSource pool, String id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setInt(1, Integer.parseInt(id));
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getString(1) : "no row";
            }
        }
    }

    private static String sql(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "count " + statement.getUpdateCount();
            }
            StringBuilder all = new StringBuilder();
            ResultSet result = statement.getResultSet();
            while (result.next()) {
                all.append(result.getString(1)).append(' ');
            }
            return all.toString().trim();
        }
    }

    /** Reads what row-level security lets a tenant see, on a connection that was another's a moment ago. */
    private static String as(HikariDataSource pool, String tenant) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET app.tenant = '" + tenant + "'");
                statement.execute("SET ROLE tenants");
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT secret FROM owned WHERE id = ?")) {
                statement.setInt(1, 1);
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() ? result.getString(1) : "no row";
                }
            } finally {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("RESET ROLE");
                }
            }
        }
    }
}
