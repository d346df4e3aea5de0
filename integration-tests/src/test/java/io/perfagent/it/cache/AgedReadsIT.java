package io.perfagent.it.cache;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Relay;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.Ask;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * What another process writes, answered from memory at level {@code micro}: never older than its time to live, however late the
 * answers were that it was read from (P2).
 */
class AgedReadsIT {
    private static final int KEYS = 16;
    private static final long TTL_MILLIS = 300;
    private static final long ROUND_MILLIS = 6_000;
    private static final int LATE_ONE_IN = 20;
    private static final long LATE_NANOS = 200_000_000;
    private static final long PAUSE_NANOS = 10_000_000;
    private static final Pattern TOLD =
            Pattern.compile("violations=(\\d+) reads=(\\d+) old=(\\d+) seed=-?\\d+ first=(.*)");

    @TempDir
    Path directory;

    @OnEachJdk
    void nothingIsOlderThanItsTimeToLive(Jdk jdk) throws Exception {
        String url = Servers.postgresUrl("aged");
        int redisPort = Servers.redisPort();
        WriteTimes rows = WriteTimes.in(directory.resolve("rows"), KEYS);
        WriteTimes values = WriteTimes.in(directory.resolve("values"), KEYS);
        int toPostgres = Servers.unusedPort();
        int toRedis = Servers.unusedPort();
        try (Connection connection = table(url);
                PreparedStatement update = connection.prepareStatement("UPDATE aged SET version = ? WHERE id = ?");
                Jedis jedis = emptied(redisPort);
                Relay postgres = new Relay(toPostgres, Servers.postgresPort());
                Relay redis = new Relay(toRedis, redisPort);
                AppProcess app = launch(jdk, url.replace(":" + Servers.postgresPort(), ":" + toPostgres), toRedis)
                        .warmStart(AgedReadsIT::drive)) {
            driveUntilKept(app, "SELECT aged", "GET aged:");
            postgres.delayAnswers(LATE_ONE_IN, LATE_NANOS);
            redis.delayAnswers(LATE_ONE_IN, LATE_NANOS);
            long seed = System.nanoTime();
            try (ForeignWriter ofRows = new ForeignWriter(
                            rows,
                            (key, version) -> {
                                update.setLong(1, version);
                                update.setInt(2, key);
                                update.executeUpdate();
                            },
                            PAUSE_NANOS,
                            seed);
                    ForeignWriter ofValues = new ForeignWriter(
                            values,
                            (key, version) -> jedis.set("aged:" + key, Long.toString(version)),
                            PAUSE_NANOS,
                            seed)) {
                assertYoung(app, "postgres", postgres);
                assertYoung(app, "jedis", redis);
                assertYoung(app, "lettuce", redis);
            }
            assertThat(Ask.exit(app)).isZero();
        }
    }

    private AppLaunch launch(Jdk jdk, String url, int redisPort) {
        return AppProcess.launch(AgedReadsApp.class)
                .jdk(jdk)
                .arguments(
                        url,
                        Integer.toString(redisPort),
                        directory.resolve("rows").toString(),
                        directory.resolve("values").toString(),
                        Integer.toString(KEYS),
                        Long.toString(TTL_MILLIS))
                .agent(AgentJar.perfAgent())
                .allowAgentLine("perf-agent: cache-.* is (kept|rolled back),.*")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_STALE_OBJECTIVE", "0.9") // others write all the time, on purpose
                .env(
                        "PERF_AGENT_CACHE_RULES",
                        "sql:SELECT aged=micro,ttl=" + TTL_MILLIS + "ms; redis:aged:*=micro,ttl=" + TTL_MILLIS + "ms");
    }

    private static Connection table(String url) throws Exception {
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS aged");
            statement.execute("CREATE TABLE aged (id int PRIMARY KEY, version bigint NOT NULL)");
            statement.execute("INSERT INTO aged SELECT i, 0 FROM generate_series(0, " + (KEYS - 1) + ") i");
        }
        return connection;
    }

    private static Jedis emptied(int port) {
        Jedis jedis = new Jedis("127.0.0.1", port);
        for (int key = 0; key < KEYS; key++) {
            jedis.set("aged:" + key, "0");
        }
        return jedis;
    }

    private static void drive(AppProcess app) {
        for (String how : new String[] {"postgres", "jedis", "lettuce"}) {
            assertThat(Ask.ask(app, how, "200")).startsWith("violations=0 ");
        }
    }

    /** What was read before its client was seen from its beginning is known to nobody, so it is read until all is. */
    private static void driveUntilKept(AppProcess app, String... kinds) {
        long deadline = System.nanoTime() + SOON.toNanos();
        for (String kind : kinds) {
            while (app.lines().stream().noneMatch(line -> line.contains(kind) && line.contains("is kept"))) {
                assertThat(System.nanoTime() - deadline).as(app.output()).isNegative();
                drive(app);
            }
        }
    }

    /** Nothing is too old, something is old, and most was answered from memory. */
    private static void assertYoung(AppProcess app, String how, Relay relay) {
        long before = relay.answers();
        String told = Ask.ask(app, how, Long.toString(ROUND_MILLIS));
        long asked = relay.answers() - before;
        Matcher counts = TOLD.matcher(told);
        assertThat(counts.matches()).as("%s: %s", how, told).isTrue();
        assertThat(counts.group(1)).as("%s: %s", how, told).isEqualTo("0");
        assertThat(Long.parseLong(counts.group(3))).as("%s: %s", how, told).isPositive();
        assertThat(asked).as("%s: %s", how, told).isLessThan(Long.parseLong(counts.group(2)) / 2);
    }
}
