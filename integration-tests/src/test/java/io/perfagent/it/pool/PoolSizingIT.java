package io.perfagent.it.pool;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** Pools of HikariCP 4 to 7 in a running application: which grow, which do not, and how they are given back. */
class PoolSizingIT {
    private static final Pattern COUNTS = Pattern.compile("served=(\\d+) nanos=(-?\\d+)");

    @TempDir(factory = InTarget.class)
    Path directory;

    private static double perSecond(String first, String last) {
        Matcher one = COUNTS.matcher(first);
        Matcher other = COUNTS.matcher(last);
        assertThat(one.find() && other.find()).isTrue();
        double served = Long.parseLong(other.group(1)) - Long.parseLong(one.group(1));
        return served * 1e9 / (Long.parseLong(other.group(2)) - Long.parseLong(one.group(2)));
    }

    /** Served a second between the first and the last line of a pool that begins so. */
    private static double rate(AppProcess app, String begin) {
        List<String> lines =
                app.lines().stream().filter(line -> line.startsWith(begin)).toList();
        assertThat(lines.size()).describedAs(begin + "\n" + app.output()).isGreaterThan(1);
        return perSecond(lines.get(0), lines.get(lines.size() - 1));
    }

    private void sizes(Jdk jdk, String classPath) throws IOException {
        try (AppProcess app = AppProcess.launch(PoolApp.class)
                .jdk(jdk)
                .classPath(classPath)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_POOLS", "on")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .allowAgentLine("perf-agent: pools-.* \\(pools:(small|database|foreign|sealed)\\) is .*")
                .allowAgentLine("perf-agent: adaptations are switched off by the file .*")
                .allowAgentLine("perf-agent: .*adapt\\.off.*")
                .start()) {
            app.awaitLine(line -> line.startsWith("small max=6 minIdle=3 total=6"), SOON);
            app.awaitLine(
                    line -> line.contains("(pools:foreign) is rolled back")
                            && line.contains("something else has resized it, to 4"),
                    SOON);
            app.awaitLine(
                    line -> line.contains("(pools:sealed) is rolled back")
                            && line.contains("the pool refuses to be resized from 3 to "),
                    SOON);
            app.awaitLine(
                    line -> line.startsWith("status  pool database: 4 connections, originally 4")
                            && line.contains("the database is the bottleneck"),
                    SOON);
            awaitLast(app, "database", "max=4 minIdle=4 total=4");
            awaitLast(app, "foreign", "max=4 minIdle=3");
            awaitLast(app, "sealed", "max=3 minIdle=3 total=3");
            awaitLast(app, "small", "max=6 minIdle=3 total=6");
            awaitLast(app, "small", "max=6 minIdle=3 total=6");
            assertThat(rate(app, "small max=6"))
                    .describedAs("served a second by six, and before by three")
                    .isGreaterThan(1.3 * rate(app, "small max=3"));

            Files.createFile(directory.resolve("adapt.off"));

            app.awaitLine(line -> line.contains("adaptations are switched off by the file"), SOON);
            awaitLast(app, "small", "max=3 minIdle=3");
            awaitLast(app, "database", "max=4 minIdle=4");
            awaitLast(app, "foreign", "max=4 minIdle=3");
            assertThat(app.lines()).noneMatch(line -> line.startsWith("failed "));
        }
    }

    /** The next line of a pool from now on that is so. */
    private static void awaitLast(AppProcess app, String pool, String what) {
        int seen = app.lines().size();
        app.awaitLine(
                line -> {
                    List<String> lines = app.lines();
                    return line.startsWith(pool + " " + what) && lines.lastIndexOf(line) >= seen;
                },
                SOON);
    }

    /** All four lines of HikariCP, two on each JDK. */
    @OnEachJdk
    void olderLine(Jdk jdk) throws IOException {
        sizes(jdk, Libraries.classPath(jdk.feature() < 21 ? "hikari-4" : "hikari-5"));
    }

    @OnEachJdk
    void newerLine(Jdk jdk) throws IOException {
        sizes(jdk, jdk.feature() < 21 ? Libraries.classPath("hikari-6") : System.getProperty("java.class.path"));
    }
}
