package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What JFR finds in an application whose hot spots are known: {@code sample-apps/hot}. */
@OnEachJdk
class HotPathsIT {
    private static final Path HOT = Path.of("../sample-apps/hot/target/hot.jar");
    private static final Duration LONG = Duration.ofSeconds(220);

    private final Jdk jdk;

    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    HotPathsIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /**
     * A planted cause: the beginning of its title, a method or lock it is in, and the operation that pays, empty for what is
     * not told by operation.
     */
    private record Planted(String title, String culprit, String payer) {
        boolean isIn(Report report) {
            return report.finding(title, culprit).contains("    in ") && report.paidBy(this) >= 95;
        }
    }

    private static final List<Planted> PLANTED = List.of(
            new Planted("hot method", "Prices.discounted", "GET /price"),
            new Planted("hot method", "Routes.tryAll", "GET /route"),
            new Planted("regular expressions", "Search.matches", "GET /search"),
            new Planted("memory for boxing", "Statistics.boxed", "GET /statistics"),
            new Planted("allocating method", "Export.newBuffer", "GET /export"),
            new Planted("exceptions as control flow", "Lookup.stockOf", "GET /lookup"),
            new Planted("threads queue for a lock", "Orders$OrderBook", "GET /order"),
            new Planted("a leak is suspected", "Sessions", ""));

    @Test
    void eachPlantedCauseIsFoundRankedAndAttributed() throws Exception {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(true).exportTo(sink).start()) {
            app.awaitPort();
            List<Planted> missing = new ArrayList<>(PLANTED);
            List<Boolean> dearerFirst = new ArrayList<>();
            Report last = report(app, report -> {
                missing.removeIf(planted -> planted.isIn(report));
                int dearer = report.text.indexOf(PLANTED.get(0).culprit);
                int cheaper = report.text.indexOf(PLANTED.get(1).culprit);
                if (dearer >= 0 && cheaper >= 0) {
                    dearerFirst.add(dearer < cheaper);
                }
                return missing.isEmpty();
            });

            assertThat(missing).as(last.text).isEmpty();
            assertThat(dearerFirst).as(last.text).contains(true);
            sink.awaitMetrics(
                    metric -> metric.name().equals("perf_agent.operation.cpu.utilization")
                            && metric.metric().toString().contains("GET /price"),
                    1,
                    SOON);
            sink.awaitMetrics(metric -> metric.name().equals("perf_agent.jfr.lock.wait.time"), 1, SOON);
            sink.awaitMetrics(metric -> metric.name().equals("perf_agent.finding.severity"), 1, SOON);
            assertThat(command(app, "status"))
                    .contains("hot paths: JFR runs", "samples by " + (jdk.feature() >= 25 ? "CPU time" : "execution"))
                    .contains("threads of the JDK for it: JFR ")
                    .doesNotContain("events could not be read")
                    .doesNotContain("problem:");
            Path chunks = directory.resolve("jfr");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(chunks)))
                    .isEqualTo("rwx------");
            app.stop();
            assertThat(agentLines(app)).isEmpty();
        }
    }

    @Test
    void theCleanTwinHasNone() {
        try (AppProcess app = launch(false)
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            app.awaitPort();
            Report report = report(app, one -> one.windowSeconds() >= 25);

            assertThat(report.windowSeconds()).as(report.text).isGreaterThanOrEqualTo(25);
            assertThat(report.text).contains("findings: none over the thresholds");
            assertThat(command(app, "hot", "later")).startsWith("usage: ");
            assertThat(command(app, "hot", "pause")).startsWith("JFR stops");
            awaitState(app, "hot paths: JFR has stopped: it was asked to");
            assertThat(command(app, "hot", "resume")).startsWith("JFR starts again");
            awaitState(app, "hot paths: JFR runs");
            app.stop();
            assertThat(agentLines(app))
                    .singleElement()
                    .asString()
                    .contains("JFR has stopped: it was asked to, and waits to be resumed");
        }
    }

    private AppLaunch launch(boolean causes) {
        assertThat(HOT).as("what the build of sample-apps/hot makes").exists();
        return AppProcess.launch(HOT)
                .jdk(jdk)
                // What is dearer than what, and by how much, is so with the optimising compiler.
                .jvm("-XX:TieredStopAtLevel=4")
                // The old generation is looked at often, or a leak would take minutes to be told from garbage.
                .jvm("-Xmx256m", "-XX:+UseG1GC", "-XX:InitiatingHeapOccupancyPercent=10", "-XX:-G1UseAdaptiveIHOP")
                .property("hot.causes", causes)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .allowAgentLine("perf-agent: hot paths: JFR has stopped: it was asked to.*")
                .env("PERF_AGENT_JFR", "on")
                .env("PERF_AGENT_JFR_WINDOW", "30s")
                .env("PERF_AGENT_JFR_LIVE_INTERVAL", "5s");
    }

    /** The report once it is as wanted, or the last one. */
    private Report report(AppProcess app, Predicate<Report> wanted) {
        long deadline = System.nanoTime() + LONG.toNanos();
        Report report = new Report(command(app, "hot"));
        while (!wanted.test(report) && System.nanoTime() - deadline < 0) {
            report = new Report(command(app, "hot"));
        }
        return report;
    }

    private void awaitState(AppProcess app, String state) {
        long deadline = System.nanoTime() + SOON.toNanos();
        String report;
        do {
            report = command(app, "hot");
            assertThat(System.nanoTime()).as(report).isLessThan(deadline);
        } while (!report.startsWith(state));
    }

    private String command(AppProcess app, String command, String... action) {
        List<String> arguments = new ArrayList<>(List.of(command, Long.toString(app.pid())));
        arguments.addAll(List.of(action));
        return ToolRun.agentCommand(
                        jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), arguments.toArray(new String[0]))
                .output();
    }

    private static final class Report {
        final String text;

        Report(String text) {
            this.text = text;
        }

        /** The lines of the finding that has this title and is in this culprit, or nothing. */
        String finding(String title, String culprit) {
            List<String> blocks = new ArrayList<>();
            for (String line : text.lines().toList()) {
                if (line.startsWith("  ") && !line.startsWith("   ")) {
                    blocks.add(line);
                } else if (!blocks.isEmpty()) {
                    blocks.set(blocks.size() - 1, blocks.get(blocks.size() - 1) + "\n" + line);
                }
            }
            return blocks.stream()
                    .filter(block -> block.startsWith("  " + title) && block.contains(culprit))
                    .findFirst()
                    .orElse("");
        }

        /** Percent of a finding that are told to be paid by the operation that pays. */
        double paidBy(Planted planted) {
            String found = finding(planted.title, planted.culprit);
            String before = "paid by HTTP server " + planted.payer;
            int start = found.indexOf(before);
            if (planted.payer.isEmpty() || start < 0) {
                return planted.payer.isEmpty() ? 100 : 0;
            }
            String rest = found.substring(start + before.length());
            return rest.startsWith(" (") ? Double.parseDouble(rest.substring(2, rest.indexOf(" %"))) : 100;
        }

        double windowSeconds() {
            return number("the last ", " s: ");
        }

        private double number(String before, String after) {
            int start = text.indexOf(before);
            int end = text.indexOf(after, start);
            return start < 0 || end < 0 ? -1 : Double.parseDouble(text.substring(start + before.length(), end));
        }
    }
}
