package io.perfagent.it.cache;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Servers;
import io.perfagent.it.boot.Ask;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Reads of PostgreSQL answered from memory: nothing differs but who was asked, and own writes are never missed. */
class CachedPostgresIT {
    private static final int KEYS = 24;
    private static final String RULES = "sql:SELECT versioned=static,ttl=1h,key=id; sql:SELECT log=static,ttl=1h;"
            + " sql:SELECT versioned log=static,ttl=1h,key=versioned.id;"
            + " sql:SELECT kinds=static,ttl=1h; sql:SELECT kinds parts=static,ttl=1h; sql:SELECT owned=static,ttl=1h;"
            + " sql:SELECT missing=static,ttl=1h";

    private static AppLaunch launch(Jdk jdk) {
        return AppProcess.launch(CachedPostgresApp.class)
                .arguments(Servers.postgresUrl("cached"))
                .jdk(jdk)
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("PERF_AGENT_WEAVE", "eager");
    }

    private static AppLaunch cached(Jdk jdk) {
        return launch(jdk)
                .agent(AgentJar.perfAgent())
                .allowAgentLine("perf-agent: cache-.* is (kept|rolled back),.*")
                .env("PERF_AGENT_CACHE", "on")
                .env("PERF_AGENT_CACHE_STALE_OBJECTIVE", "0.9") // foreign writes are made on purpose
                .env("PERF_AGENT_CACHE_RULES", RULES);
    }

    private static void foreign(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Servers.postgresUrl("cached"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void drive(AppProcess app) {
        ask(app, "tables");
        ask(app, "read", 1);
        ask(app, "check", "20");
    }

    @OnEachJdk
    void nothingDiffersAndOwnWritesAreSeen(Jdk jdk) throws SQLException {
        String without;
        try (AppProcess app = launch(jdk).start()) {
            assertThat(ask(app, "tables")).isEqualTo("done");
            without = ask(app, "battery");
        }
        try (AppProcess app = cached(jdk).warmStart(CachedPostgresIT::drive)) {
            assertThat(ask(app, "tables")).isEqualTo("done");
            ask(app, "read", 1);
            app.awaitLine(line -> line.contains("SELECT versioned") && line.contains("is kept"), SOON);
            String checked = ask(app, "check", 1500);
            assertThat(checked).contains("rows: reads=").doesNotContain("failed");
            assertThat(checked.replace("violations=0", "")).describedAs(checked).doesNotContain("violations=");

            ask(app, "battery"); // after which rules for all of its texts are in effect, within a second
            for (int id = 0; id < KEYS; id++) {
                ask(app, "read", id);
            }
            assertThat(ask(app, "battery")).isEqualTo(without);

            servedUntilWritten(app);
            assertThat(ask(app, "sql", "SELECT version FROM missing"))
                    .startsWith("failed: ")
                    .contains("missing");
            assertThat(Ask.exit(app)).isZero();
        }
    }

    /** Answers do come from memory: a foreign write is not seen; an own one is, and drops its own row only. */
    private static void servedUntilWritten(AppProcess app) throws SQLException {
        String[] before = new String[KEYS];
        for (int id = 0; id < KEYS; id++) {
            before[id] = ask(app, "read", id);
        }
        foreign("UPDATE versioned SET version = -100");
        assertThat(ask(app, "write", "UPDATE versioned SET version = -5 WHERE id = 2"))
                .isEqualTo("count 1");
        assertThat(ask(app, "read", 2)).isEqualTo("-5");
        int kept = 0;
        for (int id = 3; id < KEYS; id++) {
            kept += ask(app, "read", id).equals(before[id]) ? 1 : 0; // but for the hits that are checked
        }
        assertThat(kept).describedAs(ask(app, "status")).isGreaterThan(KEYS - 10);
        assertThat(ask(app, "sql", "ALTER TABLE versioned ADD COLUMN more int")).isEqualTo("count 0");
        for (int id = 3; id < KEYS; id++) {
            assertThat(ask(app, "read", id))
                    .describedAs("after the schema changed")
                    .isEqualTo("-100");
        }
    }

    private static String ask(AppProcess app, String command, Object... argument) {
        return Ask.ask(app, command, argument.length == 0 ? "" : String.valueOf(argument[0]));
    }

    @OnEachJdk
    void whatAnotherTenantMaySeeIsNeverGivenToThisOne(Jdk jdk) throws SQLException {
        foreign("DROP TABLE IF EXISTS owned; DROP ROLE IF EXISTS tenants; CREATE ROLE tenants;"
                + " CREATE TABLE owned (id int, tenant text, secret text); GRANT SELECT ON owned TO tenants;"
                + " INSERT INTO owned VALUES (1, 'a', 'of a'), (1, 'b', 'of b');"
                + " ALTER TABLE owned ENABLE ROW LEVEL SECURITY;"
                + " CREATE POLICY mine ON owned USING (tenant = current_setting('app.tenant', true))");
        try (AppProcess app = cached(jdk).warmStart(CachedPostgresIT::drive)) {
            for (int i = 0; i < 30; i++) {
                String tenant = i % 3 == 0 ? "b" : "a";
                assertThat(ask(app, "as", tenant)).isEqualTo("of " + tenant);
            }
            assertThat(Ask.exit(app)).isZero();
        }
    }

    /** The checker is worth nothing if it does not see what is wrong: each kind of fault, planted, is found. */
    @Test
    void theCheckerFindsPlantedFaults() throws Exception {
        try (HikariDataSource pool = CachedPostgresApp.pool(Servers.postgresUrl("cached"), 9)) {
            for (FaultyCache.Fault fault : FaultyCache.Fault.values()) {
                FaultyCache cache = new FaultyCache(fault);
                OwnWrites.tables(pool);
                OwnWrites checker = new OwnWrites(pool, pool, cache, cache, System.nanoTime());
                String told = "";
                for (int i = 0;
                        i < 40 && (i == 0 || checker.violations() == 0 && fault != FaultyCache.Fault.NONE);
                        i++) {
                    told = checker.run(8, 250);
                }

                assertThat(checker.violations() > 0)
                        .describedAs(fault + " " + told)
                        .isEqualTo(fault != FaultyCache.Fault.NONE);
            }
        }
    }
}
