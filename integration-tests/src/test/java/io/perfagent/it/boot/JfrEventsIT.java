package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What JFR tells of seldom things: waits for a socket, carriers that a virtual thread holds on to, throttling. */
@OnEachJdk
class JfrEventsIT {
    private final Jdk jdk;

    JfrEventsIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private AppLaunch launch(OtlpSink sink) {
        return AppProcess.launch(StrainApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .woven()
                .exportTo(sink)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_JFR", "on")
                .env("PERF_AGENT_STRESS", "false"); // or it would yield
    }

    private static void await(OtlpSink sink, String metric, String part) {
        sink.awaitMetrics(
                one -> one.name().equals(metric) && one.metric().toString().contains(part), 1, SOON);
    }

    @Test
    void waitsForASocketAndPinnedCarriers() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink).start()) {
            Ask.port(app);
            Ask.status(app, "hot paths: JFR runs");
            assertThat(Ask.ask(app, "read")).isEqualTo("read");
            await(sink, "perf_agent.jfr.io.time", "socket read");
            if (jdk.feature() >= 21) {
                assertThat(Ask.ask(app, "pin")).isEqualTo("pinned");
                await(sink, "perf_agent.jfr.pinned.time", "as_double: 0.");
            }
            assertThat(agentLines(app)).isEmpty();
        }
    }

    @Test
    void aContainerThatIsThrottled() {
        Optional<CpuQuota> made = CpuQuota.of(40);
        assumeTrue(made.isPresent(), "only root can make a control group, where that is not read-only");
        try (CpuQuota quota = made.get();
                OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink).through(quota.before()).start()) {
            Ask.port(app);
            assertThat(Ask.ask(app, "burn")).isEqualTo("begun");
            assertThat(Ask.ask(app, "burn")).isEqualTo("begun");
            await(sink, "perf_agent.jfr.container.throttled.time", "as_double: ");
            assertThat(Ask.ask(app, "hello")).isEqualTo("hello");
        }
    }
}
