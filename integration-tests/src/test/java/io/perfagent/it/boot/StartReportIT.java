package io.perfagent.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.ReceivedSpan;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every start is measured and told of: as metrics, as a trace, and in a report. */
@OnEachJdk
class StartReportIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String READY = "perf_agent.startup.ready_for_request_time";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    StartReportIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private void run(String service) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(TomcatFixture.class)
                        .jdk(jdk)
                        .agent(AgentJar.perfAgent())
                        .dataDir(directory)
                        .exportTo(sink)
                        .env("OTEL_SERVICE_NAME", service)
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
            assertThat(app.stop()).isEqualTo(143);
            assertThat(app.unexpectedAgentLines()).isEmpty();
        }
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

        run("first <service>");

        ToolRun second = report("--json");
        assertThat(second.output())
                .containsPattern("\"critical_path_time\":\\d+")
                .contains("\"components_measured\":true");
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
