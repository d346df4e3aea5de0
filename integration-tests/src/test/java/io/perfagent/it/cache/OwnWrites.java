package io.perfagent.it.cache;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Readers and writers of one process, at random: every way to write that PostgreSQL's driver has, each version judged by
 * {@link Versions}. The sequence of one thread follows from the seed; how threads interleave does not.
 */
final class OwnWrites {
    static final int KEYS = 24;

    /** Of the ways to write. */
    private static final int COPY = 1;

    private static final String READ = "SELECT version FROM versioned WHERE id = ?";
    private static final String SUM = "SELECT max(version) FROM versioned WHERE id IN (?, ?)";
    private static final String JOINED =
            "SELECT max(v.version) FROM versioned v LEFT JOIN log l ON l.id = v.id WHERE v.id = ?";
    private static final String LOG = "SELECT coalesce(max(version), 0) FROM log WHERE id = ?";

    /** Reads one row; a faulty cache may stand in between. */
    interface Reader {
        long read(Connection connection, String sql, int... keys) throws SQLException;
    }

    /** What a cache that stands in between is told. */
    interface Listener {
        Listener NONE = (moment, key, copy) -> {};

        /**
         * A write is about to be sent, or its commit has returned.
         *
         * @param moment {@code before} or {@code after}
         * @param copy whether it is by {@code COPY}
         */
        void write(String moment, int key, boolean copy);
    }

    private final DataSource readers;
    private final DataSource writers;
    private final Reader reader;
    private final Listener listener;
    private final long seed;
    private final Versions rows = new Versions(KEYS);
    private final Versions logs = new Versions(KEYS);
    private final AtomicLong next = new AtomicLong();
    private final ReentrantLock[] locks = new ReentrantLock[KEYS];

    OwnWrites(DataSource readers, DataSource writers, Reader reader, Listener listener, long seed) {
        this.readers = readers;
        this.writers = writers;
        this.reader = reader;
        this.listener = listener;
        this.seed = seed;
        for (int i = 0; i < KEYS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** The real reader. */
    static long query(Connection connection, String sql, int... keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < keys.length; i++) {
                statement.setInt(i + 1, keys[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    static void tables(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS versioned, log");
            statement.execute("CREATE TABLE versioned (id int PRIMARY KEY, version bigint NOT NULL)");
            statement.execute("CREATE TABLE log (id int NOT NULL, version bigint NOT NULL)");
            statement.execute("CREATE INDEX ON log (id, version)");
            statement.execute("INSERT INTO versioned SELECT i, 0 FROM generate_series(0, " + (KEYS - 1) + ") i");
            statement.execute("CREATE OR REPLACE FUNCTION put(v bigint, k int) RETURNS int LANGUAGE sql AS"
                    + " 'UPDATE versioned SET version = v WHERE id = k RETURNING 1'");
        }
    }

    /** Runs it; what was seen, as text. */
    String run(int threads, int operations) throws InterruptedException, ExecutionException {
        ExecutorService all = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed + t);
            boolean writes = t % 4 == 0;
            running.add(all.submit(() -> {
                for (int i = 0; i < operations; i++) {
                    if (writes && random.nextInt(3) == 0) {
                        write(random);
                    } else {
                        read(random);
                    }
                }
                return null;
            }));
        }
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            all.shutdownNow();
        }
        return "seed=" + seed + " rows: " + rows + " log: " + logs;
    }

    long violations() {
        return rows.violations() + logs.violations();
    }

    private void read(Random random) throws SQLException {
        int key = random.nextInt(KEYS);
        int how = random.nextInt(10);
        try (Connection connection = readers.getConnection()) {
            if (how == 0) {
                int other = random.nextInt(KEYS);
                long floor = Math.max(rows.floor(key), rows.floor(other));
                long version = reader.read(connection, SUM, key, other);
                if (version < floor) {
                    rows.read(key, version, floor, "sum");
                }
            } else if (how < 3) {
                long floor = logs.floor(key);
                logs.read(key, reader.read(connection, LOG, key), floor, "log");
            } else if (how < 5) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                for (int i = 0; i < 2; i++) {
                    long floor = rows.floor(key);
                    rows.read(key, reader.read(connection, READ, key), floor, "read-only transaction");
                }
                connection.commit();
            } else if (how == 5) {
                long floor = rows.floor(key);
                rows.read(key, reader.read(connection, JOINED, key), floor, "join");
            } else {
                long floor = rows.floor(key);
                rows.read(key, reader.read(connection, READ, key), floor, "read");
            }
        }
    }

    private void write(Random random) throws SQLException, IOException {
        int key = random.nextInt(KEYS);
        locks[key].lock(); // versions of one key are committed in order
        try {
            long version = next.incrementAndGet();
            int how = random.nextInt(10);
            listener.write("before", key, how == COPY);
            if (how == 0) {
                lost(key, version);
            } else {
                boolean log = how == COPY || how == 2;
                try (Connection connection = writers.getConnection()) {
                    write(connection, how, key, version, random);
                }
                (log ? logs : rows).committed(key, version);
            }
            listener.write("after", key, how == COPY);
        } finally {
            locks[key].unlock();
        }
    }

    private void write(Connection connection, int how, int key, long version, Random random)
            throws SQLException, IOException {
        switch (how) {
            case COPY ->
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY log (id, version) FROM STDIN", text(key, version));
            case 2 -> {
                connection.setAutoCommit(false);
                update(connection, "INSERT INTO log (version, id) VALUES (?, ?)", version, key);
                connection.commit();
            }
            case 3 -> {
                connection.setAutoCommit(false);
                set(connection, key, version);
                long own = reader.read(connection, READ, key);
                if (own != version) {
                    rows.read(key, own, version, "own transaction");
                }
                if (random.nextBoolean()) {
                    connection.rollback();
                    set(connection, key, version);
                }
                connection.commit();
            }
            case 4 -> {
                try (PreparedStatement batch =
                        connection.prepareStatement("UPDATE versioned SET version = ? WHERE id = ?")) {
                    for (long v = version - 1; v <= version; v++) {
                        batch.setLong(1, v);
                        batch.setInt(2, key);
                        batch.addBatch();
                    }
                    batch.executeBatch();
                }
            }
            case 5 -> updatable(connection, key, version);
            case 6 -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("WITH w AS (UPDATE versioned SET version = " + version + " WHERE id = " + key
                            + " RETURNING id) SELECT id FROM w");
                }
            }
            case 7 -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1; UPDATE versioned SET version = " + version + " WHERE id = " + key);
                }
            }
            case 8 -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO versioned (id, version) VALUES (" + key + ", " + version
                            + ") ON CONFLICT (id) DO UPDATE SET version = excluded.version");
                }
            }
            case 9 -> call(connection, key, version);
            default -> set(connection, key, version);
        }
    }

    private static StringReader text(int key, long version) {
        return new StringReader(key + "\t" + version + "\n");
    }

    private static void set(Connection connection, int key, long version) throws SQLException {
        update(connection, "UPDATE versioned SET version = ? WHERE id = ?", version, key);
    }

    private static void update(Connection connection, String sql, long version, int key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, version);
            statement.setInt(2, key);
            statement.executeUpdate();
        }
    }

    /** A function of the application's own. */
    private static void call(Connection connection, int key, long version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT put(?, ?)")) {
            statement.setLong(1, version);
            statement.setInt(2, key);
            statement.execute();
        }
    }

    private static void updatable(Connection connection, int key, long version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, version FROM versioned WHERE id = ?",
                ResultSet.TYPE_SCROLL_INSENSITIVE,
                ResultSet.CONCUR_UPDATABLE)) {
            statement.setInt(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                row.updateLong(2, version);
                row.updateRow();
            }
        }
    }

    /** A transaction whose connection is killed: whether it was committed, nobody says. */
    private void lost(int key, long version) throws SQLException {
        try (Connection connection = writers.getConnection()) {
            connection.setAutoCommit(false);
            set(connection, key, version);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
            }
        } catch (SQLException e) {
            // As it must be.
        }
    }
}
