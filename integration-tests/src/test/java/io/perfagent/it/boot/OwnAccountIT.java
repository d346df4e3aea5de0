package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedMetric;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the agent says of itself and of the machine, as metrics and in the status. */
@OnEachJdk
class OwnAccountIT {
    private static final int SETS = 40;

    private final Jdk jdk;

    OwnAccountIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @Test
    void whatIsDroppedHeldAndSpentIsTold() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(CommandApp.class)
                        .classPath(Jars.ofCommandApp())
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .exportTo(sink)
                        .env("PERF_AGENT_WEAVE", "eager")
                        .env("OTEL_JAVA_METRICS_CARDINALITY_LIMIT", "8")
                        .start()) {
            app.awaitWeaving();
            Ask.queryUntilSeen(app, sink);
            for (int i = 0; i < SETS; i++) {
                assertThat(Ask.ask(app, "query", "select 1 from missing_" + i)).startsWith("failed");
            }
            for (int i = 0; i < 1200; i++) {
                assertThat(Ask.ask(app, "query")).isEqualTo("1");
            }
            String status = Ask.status(app, "attribute sets beyond the limit of db.client.operation.duration");
            assertThat(status)
                    .containsPattern("start:.* woven after \\d+ ms \\([1-9]\\d* classes late\\)")
                    .containsPattern("held: .*operation histograms [1-9]\\d* KiB,.*sql texts \\d+ KiB,.*side table")
                    .containsPattern("time in hooks: about [0-9.]+ ms \\([0-9.]+ to [0-9.]+ ms with 95 % confidence\\),"
                            + " [0-9.]+ % of the process's CPU; [1-9]\\d* calls timed, one in 1021")
                    .doesNotContain("problem:");
            sink.awaitMetrics(
                    metric -> metric.name().equals("perf_agent.metric.overflow")
                            && metric.metric().getSum().getDataPointsList().stream()
                                    .anyMatch(point -> point.getAsInt() >= SETS - 8),
                    1,
                    SOON);
            sink.awaitMetrics(metric -> metric.name().equals("perf_agent.hook.time"), 1, SOON);
            TreeSet<String> names = new TreeSet<>();
            for (ReceivedMetric metric : sink.metrics()) {
                names.add(metric.name());
            }
            assertThat(names)
                    .contains(
                            "perf_agent.span.dropped",
                            "perf_agent.export.sent",
                            "perf_agent.weave.classes",
                            "perf_agent.weave.done",
                            "perf_agent.weave.cache.lookups",
                            "perf_agent.memory.held",
                            "perf_agent.hook.failures");
            if (System.getProperty("os.name").equals("Linux")) {
                assertThat(names)
                        .contains("perf_agent.cpu.time", "system.cpu.time", "system.memory.usage", "system.network.io");
            }
        }
    }
}
