package io.perfagent.it.memory;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.RawHttp;
import java.io.IOException;

/** Requests of low tiers while the heap is nearly full and collections take the time, and once that is shown not to help. */
class SheddingIT {
    private static void await(AppProcess app, String target, int status) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (RawHttp.get(target).status(app.awaitPort()) != status) {
            assertThat(System.nanoTime() - deadline)
                    .describedAs(target + ": not " + status + "\n" + app.output())
                    .isNegative();
            assertThat(RawHttp.get("/other").status(app.awaitPort())).isEqualTo(200);
        }
    }

    @OnEachJdk
    void lowTiersAreShedAndNoLongerWhereThatDoesNotHelp(Jdk jdk) throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(FullHeapApp.class)
                        .jdk(jdk)
                        .jvm("-Xmx96m", "-XX:+UseSerialGC")
                        .agent(AgentJar.perfAgent())
                        .env("PERF_AGENT_LIMITS", "on")
                        .env("PERF_AGENT_LIMITS_PRIORITIES", "/low/*=low,/other=critical")
                        .env("PERF_AGENT_WEAVE", "eager")
                        .exportTo(sink)
                        .allowAgentLine("perf-agent: limits-.* \\(limits:memory-pressure\\) is .*")
                        .allowAgentLine("perf-agent: .*under stress.*")
                        .start()) {
            await(app, "/low/1", 503);
            assertThat(RawHttp.get("/other").status(app.awaitPort())).isEqualTo(200);
            app.awaitLine(
                    line -> line.contains("(limits:memory-pressure) is rolled back")
                            && line.contains("collections take as much of the time as before"),
                    SOON);
            await(app, "/low/1", 200);
            sink.awaitMetrics(
                    metric -> metric.name().equals("http.server.request.duration")
                            && metric.pointAttributes().stream()
                                    .anyMatch(point -> "memory".equals(point.get("perf_agent.limit.reason"))),
                    1,
                    SOON);
        }
    }
}
