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
import io.perfagent.it.fixture.TalkingFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent on the command line, where all is well and where something is not. */
@OnEachJdk
class BootIT {
    private static final Pattern LOADED = Pattern.compile("(?:\\[[^]]*\\])*\\s*(io\\.perfagent\\.[\\w.$]+) source:.*");

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    BootIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothSpellingsRecord(boolean javaagent) {
        AgentJar agent = javaagent ? AgentJar.perfAgent() : AgentJar.perfAgentLib();
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = commandApp()
                        .agent(agent)
                        .exportTo(sink)
                        .env("PERF_AGENT_WEAVE", "eager")
                        .start()) {
            app.awaitWeaving();

            Ask.queryUntilSeen(app, sink);
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).isEmpty();
        }
    }

    @Test
    void theSummaryTellsOfTheStart() {
        try (AppProcess app = commandApp()
                .agent(AgentJar.perfAgent())
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_SUMMARY", "true")
                .allowAgentLine("perf-agent: summary of this run.*")
                .start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            app.awaitWeaving();
            assertThat(Ask.exit(app)).isZero();

            assertThat(app.lines())
                    .filteredOn(line -> line.startsWith("start:"))
                    .singleElement()
                    .asString()
                    .matches("start: listening after \\d+ ms, first response after \\d+ ms, woven after \\d+ ms"
                            + " \\(\\d+ classes late\\), of which \\d+ ms before main for the agent");
        }
    }

    @Test
    void switchedOffItLoadsNothingAndSaysNothing() {
        try (AppProcess app = talking()
                .agent(AgentJar.perfAgent())
                .jvm("-Xlog:class+load")
                .env("PERF_AGENT_ENABLED", "false")
                .env("PERF_AGENT_SUMMARY", "true")
                .env("PERF_AGENT_NO_SUCH", "1")
                .start()) {
            assertRan(app);
            assertThat(agentLines(app)).isEmpty();

            List<String> loaded = new ArrayList<>();
            for (String line : app.lines()) {
                Matcher matcher = LOADED.matcher(line);
                if (matcher.matches() && !matcher.group(1).startsWith("io.perfagent.it.")) {
                    loaded.add(matcher.group(1));
                }
            }
            assertThat(loaded).contains("io.perfagent.bootstrap.Premain");
            assertThat(loaded)
                    .isSubsetOf(
                            "io.perfagent.bootstrap.Premain",
                            "io.perfagent.bootstrap.JarHead",
                            "io.perfagent.bootstrap.BootDefinition");
        }
    }

    @Test
    void givenTwiceItStartsOnce() {
        try (AppProcess app = talking()
                .agent(AgentJar.perfAgent())
                .jvm("-javaagent:" + AgentJar.perfAgentPath())
                .allowAgentLine(".*")
                .start()) {
            assertRan(app);

            assertThat(agentLines(app)).singleElement().asString().contains("already running");
        }
    }

    @Test
    void toolsThatInheritItSayNothingOfOurs() {
        Path jar = AgentJar.perfAgentPath();
        List<List<String>> tools = List.of(
                List.of(jdk.tool("javac").toString(), "-version"),
                List.of(jdk.tool("jcmd").toString(), "-h"),
                List.of(jdk.tool("keytool").toString(), "-help"),
                List.of(jdk.tool("jar").toString(), "--version"),
                List.of(jdk.java().toString(), "-version"),
                List.of(jdk.java().toString(), "-jar", jar.toString(), "version"),
                List.of(jdk.java().toString(), "-jar", jar.getFileName().toString(), "version"));
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS", "-javaagent:" + jar,
                "PERF_AGENT_DATA_DIR", directory.toString(),
                "PERF_AGENT_WEAVE", "eager",
                "PERF_AGENT_SUMMARY", "true",
                "OTEL_TRACES_EXPORTER", "none",
                "OTEL_METRICS_EXPORTER", "none");
        for (List<String> tool : tools) {
            ToolRun run = ToolRun.of(tool, jar.getParent(), environment);

            assertThat(run.output().lines()).describedAs("%s", tool).noneMatch(line -> line.startsWith("perf-agent:"));
            if (!tool.contains("-h")) { // whose status differs between releases
                assertThat(run.exit()).describedAs("%s: %s", tool, run.output()).isZero();
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aReadOnlyDataDirectoryCostsOneLine() {
        try (AppProcess app =
                eager().env("PERF_AGENT_DATA_DIR", "/proc/perf-agent").start()) {
            app.awaitLine(line -> line.contains("no weave cache"), SOON);
            assertThat(Ask.ask(app, "query")).isEqualTo("1"); // loads what is woven, and stored, in a pass of its own
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSize(1);
        }
    }

    @Test
    void noHomeIsNoProblem() {
        try (AppProcess app = eager().env("PERF_AGENT_DATA_DIR", "")
                .env("HOME", "")
                .property("user.home", "?")
                .start()) {
            app.awaitWeaving();
            assertThat(Ask.status(app, ", recording")).contains("jdbc");
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(1);
            assertThat(Files.exists(Path.of("?"))).isFalse();
        }
    }

    @Test
    void noTemporaryDirectoryIsNoProblem() {
        try (AppProcess app = eager().property("java.io.tmpdir", "/proc/none").start()) {
            app.awaitWeaving();
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void everyBadSettingIsNamedOnce() {
        Map<String, String> bad = Map.of(
                "PERF_AGENT_SUMMARY", "maybe",
                "PERF_AGENT_WEAVE_DUTY", "900",
                "PERF_AGENT_WEAVE_DELAY", "soon",
                "OTEL_BSP_MAX_QUEUE_SIZE", "-3",
                "OTEL_TRACES_SAMPLER", "sometimes");
        Map<String, String> unknown = Map.of("PERF_AGENT_NO_SUCH", "1", "OTEL_NO_SUCH", "2");
        AppLaunch launch = eager();
        bad.forEach(launch::env);
        unknown.forEach(launch::env);
        launch.env("OTEL_EXPORTER_OTLP_HEADERS", "hunter2");
        try (AppProcess app = launch.start()) {
            for (String key : unknown.keySet()) {
                app.awaitLine(line -> line.startsWith("perf-agent: " + key), SOON);
            }
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.exit(app)).isZero();

            List<String> lines = agentLines(app);
            bad.forEach((key, value) -> assertThat(lines)
                    .filteredOn(line -> line.startsWith("perf-agent: " + key))
                    .singleElement()
                    .asString()
                    .contains(value)
                    .contains(" is used"));
            unknown.keySet()
                    .forEach(key -> assertThat(lines)
                            .filteredOn(line -> line.contains(key))
                            .hasSize(1));
            assertThat(lines).hasSize(bad.size() + unknown.size() + 1);
            assertThat(app.output()).doesNotContain("hunter2");
        }
    }

    @Test
    void aMissingSettingsFileIsOneLine() throws IOException {
        try (AppProcess app = eager().env(
                        "PERF_AGENT_CONFIG_FILE",
                        directory.resolve("none.properties").toString())
                .start()) {
            app.awaitLine(line -> line.startsWith("perf-agent: PERF_AGENT_CONFIG_FILE"), SOON);
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSize(1);
        }
    }

    private AppLaunch eager() {
        return commandApp()
                .agent(AgentJar.perfAgent())
                .allowAgentLine(".*")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("OTEL_LOGS_EXPORTER", "none");
    }

    private AppLaunch commandApp() {
        return AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .jvm("-Xmx128m");
    }

    private AppLaunch talking() {
        return AppProcess.launch(TalkingFixture.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .arguments("application ran", "exit");
    }

    private static void assertRan(AppProcess app) {
        assertThat(app.awaitExit(SOON)).describedAs(app.output()).isZero();
        assertThat(app.lines()).contains("application ran", "last words");
    }
}
