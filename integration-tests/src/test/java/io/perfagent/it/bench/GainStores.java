package io.perfagent.it.bench;

import io.perfagent.it.Servers;
import io.perfagent.it.gain.Shop;
import io.perfagent.it.gain.SourceShop;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** PostgreSQL and Redis with what the shop has in them. For one thread. */
final class GainStores implements AutoCloseable {
    private static final double AGGREGATE_MILLIS = 2;
    private static final int FIRST_SALES = 4_000;
    private static final int MIN_SALES = 200;
    private static final int MAX_SALES = 40_000;
    private static final int TRIES = 41;
    private static final Pattern EXECUTION = Pattern.compile("Execution Time: ([0-9.]+) ms");

    private final EmbeddedPostgres postgres;
    private final String url;
    private final int redisPort;
    private final ProcessTree postgresProcesses;
    private final ProcessTree redisProcesses;
    private int sales;
    private double aggregateMillis;

    GainStores() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .start();
        url = postgres.getJdbcUrl("postgres", "postgres");
        redisPort = Servers.redisPort();
        double tick = ProcessStat.clockTickMillis();
        postgresProcesses = new ProcessTree(postmaster(), tick);
        redisProcesses = new ProcessTree(redisPid(), tick);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private long postmaster() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_read_file('postmaster.pid')")) {
            result.next();
            return Long.parseLong(result.getString(1).split("\n")[0].strip());
        }
    }

    private long redisPid() {
        try (Jedis jedis = new Jedis("127.0.0.1", redisPort)) {
            for (String line : jedis.info("server").split("\r?\n")) {
                if (line.startsWith("process_id:")) {
                    return Long.parseLong(line.substring("process_id:".length()).strip());
                }
            }
        }
        throw new IllegalStateException("Redis does not say which process it is");
    }

    /**
     * Makes the tables.
     *
     * @param knownSales in each category; 0: as many as take the aggregate about 2 ms, on a machine that does nothing else
     */
    void fill(int knownSales) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id int PRIMARY KEY, category_id int NOT NULL, name text NOT NULL,"
                    + " price bigint NOT NULL, version bigint NOT NULL) WITH (fillfactor = 50)");
            statement.execute("INSERT INTO item SELECT i, i % " + Shop.CATEGORIES
                    + ", 'item ' || i, 100, 0 FROM generate_series(0, " + (Shop.ITEMS - 1) + ") i");
            sales(statement, knownSales == 0 ? FIRST_SALES : knownSales);
            if (knownSales == 0) {
                double wanted = FIRST_SALES * AGGREGATE_MILLIS / aggregateMillis(connection);
                sales(statement, (int) Math.max(MIN_SALES, Math.min(MAX_SALES, wanted)));
            }
            aggregateMillis = aggregateMillis(connection);
        }
        System.out.printf(
                Locale.ROOT, "the aggregate takes the database %.2f ms, of %d sales%n", aggregateMillis, sales);
    }

    private void sales(Statement statement, int perCategory) throws SQLException {
        statement.execute("DROP TABLE IF EXISTS sale");
        statement.execute("CREATE TABLE sale (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " category_id int NOT NULL, quantity int NOT NULL, price int NOT NULL)");
        statement.execute("INSERT INTO sale (category_id, quantity, price) SELECT c, 1 + g % 5, 100 + g % 900"
                + " FROM generate_series(0, " + (Shop.CATEGORIES - 1) + ") c, generate_series(1, " + perCategory
                + ") g");
        statement.execute("CREATE INDEX ON sale (category_id)");
        statement.execute("VACUUM ANALYZE item");
        statement.execute("VACUUM ANALYZE sale");
        sales = perCategory;
    }

    /** Median of what the database says its execution takes, read from memory. */
    private static double aggregateMillis(Connection connection) throws SQLException {
        double[] millis = new double[TRIES];
        try (Statement statement = connection.createStatement()) {
            for (int i = -TRIES; i < TRIES; i++) { // the first ones read the table into memory
                String id = Integer.toString((i + TRIES) * 7 % Shop.ITEMS);
                try (ResultSet plan = statement.executeQuery(
                        "EXPLAIN (ANALYZE, TIMING OFF) " + SourceShop.SUMMARY.replace("?", id))) {
                    while (plan.next()) {
                        Matcher execution = EXECUTION.matcher(plan.getString(1));
                        if (execution.find() && i >= 0) {
                            millis[i] = Double.parseDouble(execution.group(1));
                        }
                    }
                }
            }
        }
        return new Sample(millis).median();
    }

    /** Redis as a service finds it: every item with version 0. */
    void fillRedis() {
        try (Jedis jedis = new Jedis("127.0.0.1", redisPort)) {
            jedis.flushAll();
            Pipeline pipeline = jedis.pipelined();
            for (int i = 0; i < Shop.ITEMS; i++) {
                pipeline.set(Shop.key(i), Shop.text(i, 0));
            }
            pipeline.sync();
        }
    }

    String url() {
        return url;
    }

    int redisPort() {
        return redisPort;
    }

    /** Sales in each category. */
    int sales() {
        return sales;
    }

    /** CPU time of PostgreSQL and Redis with all their processes, in milliseconds. */
    double cpuMillis() throws IOException {
        return postgresProcesses.cpuMillis() + redisProcesses.cpuMillis();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
