package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedLog;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every start is measured and told of: as metrics, as a trace, and in a report. */
@OnEachJdk
class StartReportIT {
    private static final String READY = "perf_agent.startup.ready_for_request_time";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    StartReportIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private void run(String service) {
        run(
                service,
                launch -> launch,
                sink -> assertThat(sink.metrics())
                        .extracting(ReceivedMetric::name)
                        .doesNotContain("perf_agent.startup.target.usage"));
    }

    private void run(String service, UnaryOperator<AppLaunch> with, Consumer<OtlpSink> then) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = with.apply(AppProcess.launch(TomcatFixture.class)
                                .classPath(Libraries.serverOfTests("netty-", "reactor-", "spring-", "undertow-"))
                                .jdk(jdk)
                                .agent(AgentJar.perfAgent())
                                .dataDir(directory)
                                .exportTo(sink)
                                .env("OTEL_SERVICE_NAME", service))
                        .start()) {
            int port = app.awaitPort();
            assertThat(Ask.get(port, "/plain")).isEqualTo("hello GET");

            sink.awaitMetrics(metric -> metric.name().equals(READY), 1, SOON);
            List<ReceivedSpan> start = sink.awaitStartSpans(span -> span.name().equals("application start"), 1, SOON);
            assertThat(start).singleElement().satisfies(span -> {
                assertThat(span.kind()).isEqualTo("INTERNAL");
                assertThat(span.attribute("perf_agent.startup.ready_signal")).isNotNull();
            });
            ToolRun status = ToolRun.agentCommand(
                    jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), "status", Long.toString(app.pid()));
            assertThat(status.output()).contains("start:").doesNotContain("problem:");
            then.accept(sink);
            assertThat(app.stop()).isEqualTo(143);
            assertThat(app.unexpectedAgentLines()).isEmpty();
        }
    }

    private static AppLaunch withTargets(AppLaunch launch) {
        return launch.env(
                        "PERF_AGENT_STARTUP_TARGETS",
                        "ready=1/1/1 timeout:1ms; soup; web=3600s from:main to:listening timeout:3600s")
                .env("OTEL_LOGS_EXPORTER", "otlp")
                .allowAgentLine("perf-agent: PERF_AGENT_STARTUP_TARGETS: 'soup' is left out: .*")
                .allowAgentLine("perf-agent: start phase 'ready' \\(essential\\) .*");
    }

    /** A target that no start can meet is a line, an event and a metric, and so is the time-out. */
    private static void breaches(OtlpSink sink) {
        List<ReceivedLog> breaches =
                sink.awaitLogs(log -> log.eventName().equals("perf_agent.startup.target.breached"), 2, SOON);
        assertThat(breaches)
                .extracting(log -> log.attributes().get("perf_agent.startup.phase.name") + " "
                        + log.attributes().get("perf_agent.startup.target.statistic") + " "
                        + log.attributes().get("perf_agent.startup.target.level"))
                .containsExactlyInAnyOrder("ready target action", "ready max action");
        List<ReceivedLog> timeouts =
                sink.awaitLogs(log -> log.eventName().equals("perf_agent.startup.timeout"), 1, SOON);
        assertThat(timeouts).singleElement().satisfies(log -> {
            assertThat(log.body()).contains("still runs after", "it is not interrupted; main is");
            assertThat(log.attributes().get("code.stacktrace").toString()).contains("\tat ");
        });
        assertThat(sink.awaitMetrics(metric -> metric.name().equals("perf_agent.startup.target.usage"), 1, SOON)
                        .get(0)
                        .pointAttributes())
                .extracting(point -> point.get("perf_agent.startup.phase.name") + " "
                        + point.get("perf_agent.startup.target.statistic"))
                .contains("ready target", "ready max", "web target");
        assertThat(sink.awaitMetrics(metric -> metric.name().equals("perf_agent.startup.timeouts"), 1, SOON))
                .isNotEmpty();
    }

    private ToolRun report(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "startup";
        all[1] = "report";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ToolRun.agentCommand(jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), all);
    }

    @Test
    void theFirstStartTellsPhasesAndTheSecondComponentsToo() throws IOException {
        run("first <service>");

        ToolRun text = report();
        assertThat(text.exit()).describedAs(text.output()).isZero();
        assertThat(text.output())
                .contains("start of first <service> (ordinary)", "(listening)", "premain to agent done")
                .containsPattern("agent done to main +\\d+(\\.\\d)? ms")
                .containsPattern("main to listening +\\d+ ms +.*(class load|JIT|verify)")
                .containsPattern("classes: \\d+ parsed, \\d+ shared")
                .contains("components and critical path: not measured");
        ToolRun json = report("--json");
        assertThat(json.output())
                .startsWith("{\"format\":1,\"kind\":\"ordinary\",\"service\":\"first \\u003cservice>\"")
                .containsPattern("\"ready_for_request_time\":\\d+\\.\\d+,\"critical_path_time\":null")
                .contains("\"components_measured\":false");

        run("first <service>", StartReportIT::withTargets, StartReportIT::breaches);

        ToolRun second = report("--json");
        assertThat(second.output())
                .containsPattern("\"critical_path_time\":\\d+")
                .contains("\"components_measured\":true")
                .containsPattern("\"phase\":\"ready\",.*\"statistic\":\"target\".*\"level\":\"action\"");
        assertThat(report().output()).containsPattern("ready \\(essential\\), target +\\d+ ms +1 ms +\\d+ %  action");
        ToolRun page = report("--html", "first <service>");
        assertThat(page.output())
                .startsWith("<!doctype html>")
                .contains(second.output().trim());
        assertThat(page.output()).doesNotContainPattern("(src|href)=");
        try (var files = Files.list(directory.resolve("starts"))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aServiceThatIsNotOnRecordIsSaidInOneLine() {
        ToolRun none = report("--json", "nobody");

        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.output().trim().lines())
                .singleElement()
                .asString()
                .contains("no start of nobody is on record", "PERF_AGENT_DATA_DIR");
    }
}
