package io.perfagent.it.harm;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static io.perfagent.it.boot.Ask.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.Polling;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.boot.Jars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JDBC driver of unknown names is learned from the objects it hands out, and each call is one span. */
@OnEachJdk
class UnknownDriverIT {
    private static final List<String> POOLS = List.of("dbcp2", "dbcp2-data-source", "tomcat-jdbc", "agroal", "c3p0");

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    UnknownDriverIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:odd://base.example:1234/things", "jdbc:spy://base.example:1234/things"})
    void itIsTracedFromTheFirstCallOfTheSecondStart(String url) {
        AppLaunch launch = AppProcess.launch(OddDriverApp.class)
                .classPath(Jars.ofCommandApp() + ":" + SpyDrivers.make(directory.resolve("odd.jar")))
                .arguments("OddDriver", "SpyDriver")
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(directory.resolve("data"))
                .env("OTEL_INSTRUMENTATION_JAVA_HTTP_SERVER_ENABLED", "false") // which serves the commands
                .env("PERF_AGENT_WEAVE", "eager");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess first = launch.exportTo(sink).start()) {
            first.awaitWeaving();
            String prefix = url.startsWith("jdbc:spy") ? "Spy" : "Odd"; // whichever the application is handed
            // The connection teaches its class, which, once woven, teaches those of the statements.
            callUntilWoven(first, "jdbc", url, prefix + "PreparedStatement");
            callUntilWoven(first, "jdbc", url, prefix + "Statement");
            assertThat(Ask.exit(first)).isZero();
        }
        try (OtlpSink sink = OtlpSink.start();
                AppProcess second = launch.exportTo(sink).start()) {
            Ask.status(second, ", recording");
            assertThat(ask(second, "jdbc", url)).isEqualTo("done");
            String status = ask(second, "status");
            assertThat(ask(second, "asked"))
                    .describedAs("what the database was asked: nothing but what the application does")
                    .isEqualTo("[createStatement, prepareStatement UPDATE odd SET a = 1, execute SELECT 1 FROM plain,"
                            + " executeUpdate, addBatch, addBatch, executeBatch]");
            assertThat(Ask.exit(second)).isZero(); // which flushes: no more spans can come

            assertThat(sink.spans())
                    .describedAs(status)
                    .extracting(ReceivedSpan::kind)
                    .containsOnly("CLIENT");
            assertThat(sink.spans())
                    .describedAs(status)
                    .extracting(span -> span.attribute("db.query.text"))
                    .containsExactlyInAnyOrder("SELECT ? FROM plain", "UPDATE odd SET a = ?", "UPDATE odd SET a = ?");
            assertThat(sink.spans())
                    .extracting(ReceivedSpan::name)
                    .containsExactlyInAnyOrderElementsOf(List.of("SELECT plain", "UPDATE odd", "BATCH UPDATE odd"));
            assertThat(sink.spans()).allMatch(span -> "other_sql".equals(span.attribute("db.system.name")));
            assertThat(agentLines(second)).isEmpty();
        }
    }

    /** Each pool has a vendor of its own, so that what one teaches is nothing to the others. */
    @Test
    void itIsLearnedThroughAnyPool() {
        List<String> vendors = POOLS.stream().map(OddPools::prefix).toList();
        Path drivers = SpyDrivers.make(directory.resolve("odd.jar"), vendors);
        AppLaunch launch = AppProcess.launch(OddDriverApp.class)
                .classPath(Libraries.server("jdbc-pools", "netty-", "reactor-", "spring-", "undertow-") + ":" + drivers)
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(directory.resolve("data"))
                .env("OTEL_INSTRUMENTATION_JAVA_HTTP_SERVER_ENABLED", "false")
                .env("PERF_AGENT_WEAVE", "eager");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess first = launch.exportTo(sink).start()) {
            first.awaitWeaving();
            for (String pool : POOLS) {
                callUntilWoven(first, "pool", pool, OddPools.prefix(pool) + "PreparedStatement");
                callUntilWoven(first, "pool", pool, OddPools.prefix(pool) + "Statement");
            }
            assertThat(Ask.exit(first)).isZero();
        }
        try (OtlpSink sink = OtlpSink.start();
                AppProcess second = launch.exportTo(sink).start()) {
            Ask.status(second, ", recording");
            List<String> expected = new ArrayList<>();
            for (String pool : POOLS) {
                assertThat(ask(second, "pool", pool)).isEqualTo("done");
                expected.addAll(List.of("SELECT plain", "UPDATE odd", "BATCH UPDATE odd"));
                String status = ask(second, "status");
                assertThat(sink.awaitSpans(span -> true, expected.size(), SOON))
                        .describedAs("%s: %s", pool, status)
                        .extracting(ReceivedSpan::name)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(Ask.exit(second)).isZero(); // which flushes: no more spans can come
            assertThat(sink.spans()).hasSameSizeAs(expected);
            assertThat(agentLines(second)).isEmpty();
        }
    }

    private static void callUntilWoven(AppProcess app, String command, String argument, String name) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!ask(app, "status").contains(name)) {
            assertThat(ask(app, command, argument)).isEqualTo("done");
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(name + " is not woven\n" + ask(app, "status"));
            }
            Polling.rest();
        }
    }
}
