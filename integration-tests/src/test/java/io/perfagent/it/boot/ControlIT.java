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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lifecycle of adaptations in a running process: the command line, JMX, the kill switch, the ledger. */
@OnEachJdk
class ControlIT {
    private static final String UP = "adaptations: mode observe";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    ControlIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private AppLaunch app() {
        return firstStart().woven();
    }

    private AppLaunch firstStart() {
        return AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    private ToolRun adapt(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "adapt";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ToolRun.agentCommand(jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), all);
    }

    @Test
    void theCommandLineWorksWhereAttachingIsDisabled() {
        try (AppProcess app = app().jvm("-XX:+DisableAttachMechanism").start()) {
            Ask.status(app, UP);
            String pid = Long.toString(app.pid());

            ToolRun list = adapt("list", pid);
            assertThat(list.output()).isEqualTo("mode observe\nno adaptations\n");
            ToolRun limits = ToolRun.agentCommand(
                    jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), "limits", pid, "--json");
            assertThat(limits.output()).startsWith("{\"resources\":[").endsWith("}\n");
            assertThat(list.exit()).isZero();
            assertThat(Ask.ask(app, "control")).isEqualTo(list.output());
            ToolRun export = adapt("export", pid);
            assertThat(export.output()).isEqualTo("# nothing is decided\n");
            assertThat(export.exit()).isZero();
            for (String command : List.of("approve", "reject", "undo")) {
                ToolRun run = adapt(command, pid, "archive-00000000");
                assertThat(run.output())
                        .isEqualTo("perf-agent: there is no adaptation 'archive-00000000';"
                                + " `adapt list` shows those there are\n");
                assertThat(run.exit()).isEqualTo(1);
            }
            for (ToolRun wrong : List.of(adapt("approve", pid), adapt("list"), adapt("improve", pid), adapt())) {
                assertThat(wrong.output()).startsWith("usage: ");
                assertThat(wrong.exit()).isEqualTo(2);
            }
            ToolRun nobody = adapt("list", "4194303");
            assertThat(nobody.output()).contains("no agent answers for process 4194303");
            assertThat(nobody.exit()).isEqualTo(1);

            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).isEmpty();
            assertThat(directory.resolve("adapt")).doesNotExist();
        }
    }

    @Test
    void theKillFileIsNoticedSaidAndWrittenDown() throws IOException {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = app().exportTo(sink)
                        .env("OTEL_LOGS_EXPORTER", "otlp")
                        .allowAgentLine(".*adapt\\.off.*")
                        .start()) {
            Ask.status(app, UP);
            Path file = Files.createFile(directory.resolve("adapt.off"));

            app.awaitLine(line -> line.contains("adaptations are switched off by the file " + file), SOON);
            assertThat(adapt("list", Long.toString(app.pid())).output())
                    .contains("; switched off by the file " + file + " until a restart");
            Path ledger = directory.resolve("adapt").resolve("ledger.jsonl"); // written before the list was answered
            assertThat(Files.readAllLines(ledger))
                    .singleElement()
                    .asString()
                    .contains("\"to\":\"switched off\"", "\"deployment\":\"CommandApp, java ");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger)))
                    .isEqualTo("rw-------");
            sink.awaitLogs(log -> log.eventName().equals("perf_agent.adaptation.switched_off"), 1, SOON);

            Files.delete(file);
            app.awaitLine(line -> line.contains("adapt.off is gone; adaptations stay switched off"), SOON);
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).hasSize(2);
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenCostsALine() {
        try (AppProcess app = firstStart()
                .env("PERF_AGENT_DATA_DIR", "/proc/perf-agent")
                .allowAgentLine(".*(no weave cache|switched off by JMX|not recorded on disk).*")
                .start()) {
            Ask.status(app, UP);

            assertThat(Ask.ask(app, "control", "switchOff")).startsWith("adaptations are switched off by JMX");
            assertThat(Ask.ask(app, "control", "switchOff")).startsWith("refused: switched off already");
            app.awaitLine(line -> line.contains("not recorded on disk"), SOON);
            Ask.status(app, "not recorded on disk");
            assertThat(Ask.ask(app, "query")).isEqualTo("1");

            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app).stream().filter(line -> line.contains("on disk")))
                    .hasSize(1);
        }
    }

    @Test
    void switchedOffNothingIsObserved() {
        try (AppProcess app = app().env("PERF_AGENT_ADAPT", "off")
                .env("PERF_AGENT_ARCHIVE", "on")
                .start()) {
            Ask.status(app, ", recording");

            ToolRun list = adapt("list", Long.toString(app.pid()));

            assertThat(list.output()).isEqualTo("perf-agent: PERF_AGENT_ADAPT=off: nothing is observed\n");
            assertThat(list.exit()).isEqualTo(1);
            assertThat(Ask.ask(app, "control")).isEqualTo("no control");
            assertThat(Ask.exit(app)).isZero();
        }
    }

    @Test
    void nothingOfItIsLoadedBeforeTheApplicationHasAnswered() {
        for (boolean warm : new boolean[] {false, true}) {
            try (AppProcess app = firstStart()
                    .env("PERF_AGENT_WEAVE", "auto")
                    .jvm("-Xlog:class+load")
                    .start()) {
                assertThat(Ask.ask(app, "load", "java.util.Observable"))
                        .isEqualTo("java.util.Observable"); // a mark in the log
                Ask.status(app, UP);
                assertThat(Ask.exit(app)).isZero();

                List<String> lines = app.lines();
                int answered = first(lines, " java.util.Observable ");
                int control = first(lines, " io.perfagent.control.");
                assertThat(answered).as("warm %s", warm).isNotNegative();
                assertThat(control).as("warm %s", warm).isGreaterThan(answered);
            }
        }
    }

    private static int first(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }
}
