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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside another tracing agent ours stands back, whichever comes first; beside any other agent it does its work. */
@OnEachJdk
class OtherAgentIT {
    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    static Path agents;

    private static Path tracing = Path.of("");
    private static Path harmless = Path.of("");

    @TempDir(factory = InTarget.class)
    Path directory;

    OtherAgentIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @BeforeAll
    static void makeAgents() {
        tracing = agent("io.opentelemetry.javaagent", "OpenTelemetryAgent");
        harmless = agent("org.example", "CoverageAgent");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherTracingAgentIsEnough(boolean oursFirst) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, oursFirst, tracing).start()) {
            app.awaitLine(line -> line.startsWith("perf-agent:"), SOON);
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.exit(app)).isZero();

            assertThat(app.lines()).contains("OpenTelemetryAgent started", "application done");
            assertThat(app.lines().stream().filter(line -> line.startsWith("perf-agent")))
                    .singleElement()
                    .asString()
                    .contains("PERF_AGENT_FORCE=true overrides");
            assertThat(sink.requests()).isEmpty();
        }
    }

    /** The one that comes from the environment comes first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void openTelemetrysOwnAgentIsEnough(boolean oursFirst) {
        String ours = AgentJar.perfAgent().options().get(0);
        String theirs = AgentJar.openTelemetry().options().get(0);
        AgentJar onTheCommandLine = new AgentJar("OpenTelemetry's own", List.of(oursFirst ? theirs : ours), true);
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = AppProcess.launch(CommandApp.class)
                        .classPath(Jars.ofCommandApp())
                        .jdk(jdk)
                        .agent(onTheCommandLine)
                        .dataDir(directory.resolve("data"))
                        .allowAgentLine(".*")
                        .exportTo(sink)
                        .env("JAVA_TOOL_OPTIONS", oursFirst ? ours : theirs)
                        .env("PERF_AGENT_WEAVE", "eager")
                        .start()) {
            app.awaitLine(line -> line.startsWith("perf-agent:"), SOON);
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.exit(app)).isZero();

            assertThat(app.lines().stream().filter(line -> line.startsWith("perf-agent")))
                    .describedAs(app.output())
                    .singleElement()
                    .asString()
                    .contains("PERF_AGENT_FORCE=true overrides");
            assertThat(sink.awaitSpans(span -> span.kind().equals("CLIENT"), 1, SOON))
                    .singleElement()
                    .satisfies(span -> assertThat(span.resourceAttributes().get("telemetry.distro.name"))
                            .isEqualTo("opentelemetry-java-instrumentation"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onRequestBothTrace(boolean oursFirst) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, oursFirst, tracing)
                        .env("PERF_AGENT_FORCE", "true")
                        .start()) {
            assertRecords(app, sink);
            assertThat(app.lines()).contains("OpenTelemetryAgent started");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAgentThatTracesNothingChangesNothing(boolean oursFirst) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, oursFirst, harmless).start()) {
            assertRecords(app, sink);
            assertThat(app.lines()).contains("CoverageAgent started");
        }
    }

    @Test
    void aWarmCacheDoesNotWeaveBesideAnotherEither() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, true, harmless).start()) {
            assertRecords(app, sink);
        }
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, true, tracing).start()) {
            app.awaitLine(line -> line.startsWith("perf-agent:"), SOON);
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.exit(app)).isZero();
            assertThat(sink.spans()).isEmpty();
            assertThat(agentLines(app)).hasSize(1);
        }
    }

    private static void assertRecords(AppProcess app, OtlpSink sink) {
        Ask.status(app, ", recording");
        Ask.queryUntilSeen(app, sink);
        assertThat(Ask.exit(app)).isZero();
        assertThat(agentLines(app)).isEmpty();
    }

    private AppLaunch launch(OtlpSink sink, boolean oursFirst, Path other) {
        String ours = "-javaagent:" + AgentJar.perfAgentPath();
        String theirs = "-javaagent:" + other;
        AgentJar both = new AgentJar(
                "perf-agent " + (oursFirst ? "before" : "after") + " another",
                oursFirst ? List.of(ours, theirs) : List.of(theirs, ours),
                true);
        return AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(both)
                .dataDir(directory.resolve("data"))
                .allowAgentLine(".*")
                .exportTo(sink)
                .env("PERF_AGENT_WEAVE", "eager");
    }

    /** An agent that says that it has started and sees every class. */
    private static Path agent(String packageName, String simpleName) {
        return Jars.compile(
                agents.resolve(simpleName + ".jar"),
                Map.of(
                        packageName + "." + simpleName,
                        "package " + packageName + "; public class " + simpleName
                                + " { public static void premain(String a, java.lang.instrument.Instrumentation i) {"
                                + " i.addTransformer(new java.lang.instrument.ClassFileTransformer() {}, true);"
                                + " System.out.println(\"" + simpleName + " started\"); } }"),
                Map.of("Premain-Class", packageName + "." + simpleName, "Can-Retransform-Classes", "true"));
    }
}
