package io.perfagent.it.cache;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.boot.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input, and what an operator can do, with answers from memory in a running process. */
@OnEachJdk
class CacheHardshipIT {
    private static final int KEYS = 24;
    private static final String RULES = "sql:SELECT item=static,ttl=1h,key=id; sql:SELECT slow=static,ttl=1h,key=id;"
            + " sql:SELECT huge=static,ttl=1h; sql:SELECT blobs=static,ttl=1h; sql:SELECT nowhere=static;"
            + " sql:SELECT booked=static,ttl=1h,key=id";
    private static final Pattern HELD = Pattern.compile("(\\d+) of (\\d+) KiB held");
    private static final Pattern LISTED = Pattern.compile("read  sql:SELECT item (#[0-9a-f]+)  \\d+ reads  static");
    private static final String BLOCKED =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%slow%'";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    CacheHardshipIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private static void foreign(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Servers.postgresUrl("hardship"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(AppProcess app, String command, String argument) {
        return Ask.ask(app, command, argument);
    }

    private static void awaitSql(Statement statement, String count, int atLeast) throws SQLException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            try (ResultSet result = statement.executeQuery(count)) {
                result.next();
                if (result.getInt(1) >= atLeast) {
                    return;
                }
            }
            assertThat(System.nanoTime()).describedAs(count).isLessThan(deadline);
        }
    }

    private static void tables() throws SQLException {
        foreign("DROP TABLE IF EXISTS item, part, slow, huge, blobs, booked");
        for (String table : new String[] {"item", "part", "slow", "booked"}) {
            foreign("CREATE TABLE " + table + " (id int PRIMARY KEY, version bigint NOT NULL)");
            foreign("INSERT INTO " + table + " SELECT i, 0 FROM generate_series(0, " + (KEYS - 1) + ") i");
        }
        foreign("CREATE TABLE huge (id int PRIMARY KEY, content bytea)");
        foreign("INSERT INTO huge SELECT i, decode(repeat(md5(i::text), 32), 'hex') FROM generate_series(1, 5000) i");
        foreign("CREATE TABLE blobs (id int PRIMARY KEY, raw bytea, content text)");
        foreign("INSERT INTO blobs VALUES (1, decode(repeat('00ff', 2000000), 'hex'), repeat('x', 3000000))");
    }

    /** How many of the keys are answered from memory: somebody else's write of all of them is not seen there. */
    private static int kept(AppProcess app, String table, int version) throws SQLException {
        String[] before = new String[KEYS];
        for (int id = 0; id < KEYS; id++) {
            before[id] = ask(app, "read", table + " " + id);
        }
        foreign("UPDATE " + table + " SET version = " + version);
        int kept = 0;
        for (int id = 0; id < KEYS; id++) {
            String now = ask(app, "read", table + " " + id);
            assertThat(now).isIn(before[id], String.valueOf(version));
            kept += now.equals(before[id]) ? 1 : 0;
        }
        return kept;
    }

    /** That it is kept is said a moment before it is. */
    private static void awaitKept(AppProcess app, String table) throws SQLException {
        long deadline = System.nanoTime() + SOON.toNanos();
        for (int version = -1; kept(app, table, version) <= KEYS - 10; version--) {
            assertThat(System.nanoTime()).describedAs(table).isLessThan(deadline);
        }
    }

    /** All of them show what was written last. */
    private static void assertFresh(AppProcess app, String table, int version) {
        for (int id = 0; id < KEYS; id++) {
            assertThat(ask(app, "read", table + " " + id)).isEqualTo(String.valueOf(version));
        }
    }

    @Test
    void nothingBadBecomesAWrongAnswer() throws Exception {
        tables();
        try (AppProcess app = AppProcess.launch(HardshipApp.class)
                .arguments(Servers.postgresUrl("hardship"))
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .allowAgentLine("perf-agent: .*cache.*")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_MEMORY", "2m")
                .env("PERF_AGENT_CACHE_STALE_OBJECTIVE", "0.9") // foreign writes are made on purpose
                .env("PERF_AGENT_CACHE_RULES", RULES)
                .warmStart(first -> {
                    ask(first, "read", "item 1");
                    ask(first, "largeObject", "item 1");
                    ask(first, "copyOut", "");
                })) {
            ask(app, "read", "item 1");
            app.awaitLine(line -> line.contains("SELECT item") && line.contains("is kept"), SOON);
            awaitKept(app, "item");

            tooLarge(app);
            largeObjects(app);
            waitingForOthers(app);
            operators(app);
            assertThat(ask(app, "read", "nowhere 1")).startsWith("failed: ").contains("nowhere");
            versioned(app);
            assertThat(Ask.exit(app)).isZero();
        }
    }

    /** Complete every time, and never kept: others' writes are seen at once, and memory is as it was. */
    private static void tooLarge(AppProcess app) throws SQLException {
        String huge = ask(app, "huge", "");
        assertThat(huge).startsWith("5000 ");
        String blob = ask(app, "blob", "");
        assertThat(blob).startsWith("4000000 3000000 ");
        app.awaitLine(line -> line.contains("SELECT huge") && line.contains("is kept"), SOON);
        app.awaitLine(line -> line.contains("SELECT blobs") && line.contains("is kept"), SOON);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(app, "huge", "")).isEqualTo(huge);
            assertThat(ask(app, "blob", "")).isEqualTo(blob);
        }
        foreign("UPDATE huge SET content = '\\x00' WHERE id = 1");
        foreign("UPDATE blobs SET content = content || 'y'");
        assertThat(ask(app, "huge", "")).startsWith("5000 ").isNotEqualTo(huge);
        assertThat(ask(app, "blob", "")).startsWith("4000000 3000001 ").endsWith(" y");
        Matcher held = HELD.matcher(ask(app, "status", ""));
        assertThat(held.find()).isTrue();
        assertThat(Long.parseLong(held.group(1))).isLessThan(256);
        assertThat(Long.parseLong(held.group(2))).isEqualTo(2048);
    }

    private static void largeObjects(AppProcess app) throws SQLException {
        foreign("UPDATE item SET version = 2");
        assertThat(ask(app, "largeObject", "item 1"))
                .as("it may have written anything")
                .isEqualTo("true true 2");
        assertThat(ask(app, "copyOut", "")).isEqualTo("0 1 2");
        assertThat(kept(app, "item", 3)).as("a copy of a query writes nothing").isGreaterThan(KEYS - 10);
        assertThat(ask(app, "write", "UPDATE item SET version = 4")).isEqualTo("count " + KEYS);
        assertFresh(app, "item", 4);
    }

    /** A lock makes a read slow, as slow as we like: it runs out of time, is cancelled, is killed while others wait for it. */
    private static void waitingForOthers(AppProcess app) throws Exception {
        try (Connection locker = DriverManager.getConnection(Servers.postgresUrl("hardship"));
                Connection watcher = DriverManager.getConnection(Servers.postgresUrl("hardship"));
                Statement lock = locker.createStatement();
                Statement watch = watcher.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("LOCK TABLE slow IN ACCESS EXCLUSIVE MODE");
            ask(app, "begin", "first slow 0");
            awaitSql(watch, BLOCKED + " AND clock_timestamp() - query_start > interval '1.5 s'", 1);
            locker.commit(); // so this is what such a read usually takes
            assertThat(ask(app, "result", "first")).isEqualTo("0");
            app.awaitLine(line -> line.contains("SELECT slow") && line.contains("is kept"), SOON);

            lock.execute("LOCK TABLE slow IN ACCESS EXCLUSIVE MODE");
            assertThat(ask(app, "timed", "slow 1")).isEqualTo("failed 57014");
            ask(app, "begin", "leader slow 2");
            awaitSql(watch, BLOCKED, 1);
            ask(app, "begin", "cancelled slow 2");
            ask(app, "begin", "interrupted slow 2");
            awaitExecuting(app, "cancelled"); // which is to say that it waits for the other's answer, at first
            awaitExecuting(app, "interrupted");
            ask(app, "interrupt", "interrupted");
            ask(app, "cancel", "cancelled");
            lock.execute("UPDATE slow SET version = 5");
            locker.commit();
            assertThat(ask(app, "result", "leader")).isEqualTo("5");
            assertThat(ask(app, "result", "cancelled")).isIn("5", "failed 57014");
            assertThat(ask(app, "result", "interrupted")).isIn("5", "failed 57014", "failed 08006");
            assertThat(ask(app, "read", "slow 2")).isEqualTo("5");

            lock.execute("LOCK TABLE slow IN ACCESS EXCLUSIVE MODE");
            ask(app, "begin", "killed slow 3");
            awaitSql(watch, BLOCKED, 1);
            ask(app, "begin", "waiting slow 3");
            watch.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND query LIKE '%slow%'");
            lock.execute("UPDATE slow SET version = 6");
            locker.commit();
            assertThat(ask(app, "result", "killed")).startsWith("failed 57P01");
            assertThat(ask(app, "result", "waiting")).isIn("6", "failed 57P01");
            assertThat(ask(app, "read", "slow 3")).isEqualTo("6");
        }
        assertThat(ask(app, "write", "UPDATE slow SET version = 7")).isEqualTo("count " + KEYS);
        assertFresh(app, "slow", 7);
        assertThat(kept(app, "slow", 8)).as("it goes on").isGreaterThan(KEYS - 10);
    }

    private static void awaitExecuting(AppProcess app, String name) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!ask(app, "stack", name).contains("QueryExecutorImpl.execute")) {
            assertThat(System.nanoTime()).describedAs(name).isLessThan(deadline);
        }
    }

    private ToolRun adapt(AppProcess app, String command, String... target) {
        String pid = Long.toString(app.pid());
        Map<String, String> environment = Map.of("PERF_AGENT_DATA_DIR", directory.toString());
        return target.length == 0
                ? ToolRun.agentCommand(jdk, environment, "adapt", command, pid)
                : ToolRun.agentCommand(jdk, environment, "adapt", command, pid, target[0]);
    }

    private void rules(String text) throws IOException {
        Path written = Files.writeString(directory.resolve("cache.rules.new"), text);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
        Files.move(written, directory.resolve("cache.rules"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The commands, the watched file, and JMX. */
    private void operators(AppProcess app) throws Exception {
        String list = adapt(app, "list").output();
        Matcher listed = LISTED.matcher(list);
        assertThat(listed.find()).describedAs(list).isTrue();

        assertThat(kept(app, "item", 10)).isGreaterThan(KEYS - 10);
        assertThat(adapt(app, "clear", "sql:SELECT item").output()).isEqualTo("kinds of reads cleared: 1\n");
        assertFresh(app, "item", 10);
        assertThat(kept(app, "item", 11)).isGreaterThan(KEYS - 10);
        assertThat(adapt(app, "clear", listed.group(1)).output()).isEqualTo("kinds of reads cleared: 1\n");
        assertFresh(app, "item", 11);
        int version = 11;
        for (String how : new String[] {
            "invalidate sql:SELECT item", "invalidateTable public.item", "invalidateTable Item", "invalidateAll"
        }) {
            version++;
            assertThat(kept(app, "item", version)).isGreaterThan(KEYS - 10);
            assertThat(ask(app, "invalidate", how)).isEqualTo(how.startsWith("invalidate ") ? "1" : "null");
            assertFresh(app, "item", version);
        }

        assertThat(kept(app, "part", 1)).as("no rule").isZero();
        rules("// by hand\nsql:SELECT part=static,ttl=1h,key=id\nsql:SELECT part=fast\n");
        app.awaitLine(line -> line.contains("sql:SELECT part=fast") && line.contains("the others stand"), SOON);
        app.awaitLine(line -> line.contains("SELECT part") && line.contains("is kept"), SOON);
        assertThat(kept(app, "part", 2)).isGreaterThan(KEYS - 10);
        assertThat(kept(app, "item", version + 1))
                .as("the setting's rules stand")
                .isGreaterThan(KEYS - 10);
        rules("// nothing\n");
        app.awaitLine(line -> line.contains("SELECT part") && line.contains("is observed"), SOON);
        assertThat(kept(app, "part", 3)).isZero();

        assertThat(adapt(app, "disable", listed.group(1)).output()).isEqualTo("1 taken out\n");
        assertThat(kept(app, "item", version + 2)).isZero();
        assertThat(adapt(app, "list").output()).doesNotContainPattern("read  sql:SELECT item #.* reads  static");
    }

    /** A table whose updates compare a version is served no more from the first of them on. */
    private static void versioned(AppProcess app) throws SQLException {
        ask(app, "read", "booked 1");
        app.awaitLine(line -> line.contains("SELECT booked") && line.contains("is kept"), SOON);
        assertThat(kept(app, "booked", 1)).isGreaterThan(KEYS - 10);
        assertThat(ask(app, "write", "UPDATE booked SET version = 2 WHERE id = 1 AND version = 1"))
                .isEqualTo("count 1");
        assertThat(kept(app, "booked", 3)).isZero();
        app.awaitLine(line -> line.contains("SELECT booked") && line.contains("rolled back"), SOON);
        assertThat(ask(app, "status", "")).contains("updates compare a version in its rows");
    }
}
