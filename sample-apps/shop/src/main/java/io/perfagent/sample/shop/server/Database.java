package io.perfagent.sample.shop.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection pool on a database that lives as long as the shop. Thread-safe. */
public final class Database implements Closeable {
    /** Which database is asked for. */
    public enum Kind {
        /** An embedded PostgreSQL, or H2 where that can't run. */
        POSTGRES,
        /** H2, in memory. */
        H2
    }

    private static final int POOL_SIZE = 10;
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final HikariDataSource pool;
    private final @Nullable PostgresServer server;
    private final String description;

    private Database(HikariDataSource pool, @Nullable PostgresServer server, String description) {
        this.pool = pool;
        this.server = server;
        this.description = description;
    }

    /**
     * Starts an empty database.
     *
     * @param directory for its files; deleted by the caller, after {@link #close}
     */
    public static Database start(Kind kind, Path directory) throws IOException {
        if (kind == Kind.H2) {
            return h2("");
        }
        PostgresServer server;
        try {
            server = PostgresServer.start(directory);
        } catch (IOException e) {
            return h2(", because PostgreSQL can't start here: " + e.getMessage());
        }
        try {
            return connect(server.jdbcUrl(), server, " on port " + server.port());
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public DataSource pool() {
        return pool;
    }

    /** The product, its version and where it listens. */
    @Override
    public String toString() {
        return description;
    }

    @Override
    public void close() throws IOException {
        pool.close();
        if (server != null) {
            server.close();
        }
    }

    private static Database h2(String why) throws IOException {
        // H2 would remember the answer of the slow query, and it would be slow only once.
        String options = ";USER=sa;DB_CLOSE_DELAY=-1;OPTIMIZE_REUSE_RESULTS=FALSE";
        String jdbcUrl = "jdbc:h2:mem:shop" + STARTED.incrementAndGet() + options;
        return connect(jdbcUrl, null, " in memory" + why);
    }

    private static Database connect(String jdbcUrl, @Nullable PostgresServer server, String where) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("shop");
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(POOL_SIZE);
        HikariDataSource pool = new HikariDataSource(config);
        return new Database(pool, server, product(pool) + where);
    }

    private static String product(HikariDataSource pool) throws IOException {
        try (Connection connection = pool.getConnection()) {
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            pool.close();
            throw new IOException(e);
        }
    }
}
