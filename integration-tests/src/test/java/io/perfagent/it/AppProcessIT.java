package io.perfagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.it.fixture.TalkingFixture;
import io.perfagent.it.fixture.TomcatFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppProcessIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AgentJar OURS_IN_NAME_ONLY = new AgentJar("pretended", List.of(), true);

    @OnEachJdk
    void theTomcatFixtureAnswersWithoutAnAgent(Jdk jdk) throws Exception {
        try (AppProcess app = AppProcess.launch(TomcatFixture.class).jdk(jdk).start()) {
            int port = app.awaitPort();

            assertThat(RawHttp.get("/plain").send(port)).endsWith("hello GET");
            assertThat(RawHttp.get("/h2/literal").status(port)).isEqualTo(200);
            assertThat(app.stop()).isEqualTo(143);
        }
    }

    @Test
    void bothStreamsAreCapturedToTheLastWord() {
        try (AppProcess app = talking("one", "perf-agent: two")
                .agent(OURS_IN_NAME_ONLY)
                .allowAgentLine("perf-agent: t.o")
                .start()) {
            app.awaitPort();
            assertThat(app.stop()).isEqualTo(143);

            assertThat(app.lines()).contains("one", "perf-agent: two", "last words");
        }
    }

    @Test
    void itEndsWhenItsParentIsGone() throws Exception {
        try (AppProcess app = talking().start()) {
            app.awaitPort();

            app.closeInput();

            assertThat(app.awaitExit(SOON)).isEqualTo(3);
        }
    }

    @Test
    void aLineThatCannotComeAnyMoreIsNotWaitedFor() {
        try (AppProcess app = talking("only this", "exit").start()) {
            assertThatThrownBy(() -> app.awaitLine(line -> line.equals("that"), Duration.ofMinutes(4)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("it ended first")
                    .hasMessageContaining("only this");
        }
    }

    @Test
    void aLineOfOurAgentThatIsNotExpectedFailsTheTest() {
        AppProcess app = talking("perf-agent: weaving done, 3 classes", "perf-agent: surprise")
                .agent(OURS_IN_NAME_ONLY)
                .start();
        app.awaitPort();

        assertThatThrownBy(app::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[perf-agent: surprise]");
    }

    @Test
    void anAgentThatDoesNotStartIsNotWaitedFor() {
        AppLaunch launch = talking("perf-agent: not started").agent(OURS_IN_NAME_ONLY);

        assertThatThrownBy(() -> launch.warmStart(AppProcess::awaitPort))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("instead of weaving: perf-agent: not started");
    }

    @Test
    void aWarmStartFindsTheDataOfTheFirstAndLeavesNothing() {
        AppLaunch launch =
                talking("env PERF_AGENT_DATA_DIR", "perf-agent: weaving done").agent(OURS_IN_NAME_ONLY);
        String[] first = new String[1];
        Path directory;
        try (AppProcess app = launch.warmStart(cold -> first[0] = dataDir(cold))) {
            assertThat(dataDir(app)).isEqualTo(first[0]);
            directory = Path.of(first[0].substring(first[0].indexOf('=') + 1));
            assertThat(directory).isDirectory();
        }
        assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void settingsOfThisMachineDoNotGetIn() {
        try (AppProcess app = talking("env JAVA_TOOL_OPTIONS", "env OTEL_SERVICE_NAME", "env PATH")
                .env("OTEL_SERVICE_NAME", "given")
                .start()) {
            app.awaitPort();

            assertThat(app.lines()).contains("JAVA_TOOL_OPTIONS=null", "OTEL_SERVICE_NAME=given");
            assertThat(app.lines()).anyMatch(line -> line.startsWith("PATH=/"));
        }
    }

    @Test
    void theAgentComesAfterTheOptionsAndBeforeTheProgram() {
        AgentJar agent = new AgentJar("x", List.of("-agentlib:instrument=x.jar"), false);

        assertThat(AppProcess.launch(Path.of("app.jar"))
                        .jvm("-Xmx64m")
                        .agent(agent)
                        .arguments("--serve")
                        .command())
                .endsWith(
                        "-Xmx64m",
                        "-agentlib:instrument=x.jar",
                        "-jar",
                        Path.of("app.jar").toAbsolutePath().toString(),
                        "--serve");
    }

    private static String dataDir(AppProcess app) {
        return app.awaitLine(line -> line.startsWith("PERF_AGENT_DATA_DIR="), SOON);
    }

    private static AppLaunch talking(String... arguments) {
        return AppProcess.launch(TalkingFixture.class).arguments(arguments);
    }
}
