package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes loaded ahead: listed by a start once it is approved, used by the next, taken out when starts are no faster by it. */
@OnEachJdk
class PreloadIT {
    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    PreloadIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private AppLaunch launch(String mode) {
        return AppProcess.launch(TomcatFixture.class)
                .classPath(Libraries.serverOfTests("netty-", "reactor-", "spring-", "undertow-"))
                .jdk(jdk)
                .jvm("-XX:ActiveProcessorCount=2")
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("OTEL_SERVICE_NAME", "ahead")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_PRELOAD", mode)
                .allowAgentLine("perf-agent: .*preload.*");
    }

    /** Starts it and stops it once the status says these, one after the other; what it says then. */
    private String run(String mode, String... said) throws IOException, InterruptedException {
        try (AppProcess app = launch(mode).start()) {
            assertThat(Ask.get(app.awaitPort(), "/plain")).isEqualTo("hello GET");
            String pid = Long.toString(app.pid());
            long deadline = System.nanoTime() + 60_000_000_000L;
            String status = "";
            for (int i = 0; i < said.length; ) {
                assertThat(System.nanoTime()).as(status + app.output()).isLessThan(deadline);
                status = app.status();
                if (status.contains(said[i]) && ++i < said.length) {
                    FrameworkStart.command(jdk, directory, "adapt", "approve", pid, "preload:ahead");
                }
            }
            assertThat(status).doesNotContain("problem:");
            app.stop();
            return status;
        }
    }

    private List<Path> lists() throws IOException {
        List<Path> lists = new ArrayList<>();
        Path folder = directory.resolve("preload");
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                files.forEach(lists::add);
            }
        }
        return lists;
    }

    @Test
    void theNextStartLoadsAheadInOrderAndItIsTakenOutWhenStartsAreNoFaster() throws IOException, InterruptedException {
        run("supervised", "not proposed: 1 starts of this deployment");
        Path history = directory.resolve("starts").resolve("history.jsonl");
        record(history, "", 1, 5); // without it, the application is ready at once

        run("supervised", "1 proposed", "1 trial");
        List<String> names = Files.readAllLines(lists().get(0));
        String list = names.get(0).substring(names.get(0).lastIndexOf(' ') + 1);
        assertThat(names.get(1)).as("what the launcher loads first").isEqualTo(TomcatFixture.class.getName());
        assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
        String tomcat = "org.apache.catalina.startup.Tomcat";
        String listener = "org.apache.tomcat.util.net.NioEndpoint";
        assertThat(names.indexOf(tomcat)).isBetween(1, names.indexOf(listener) - 1);

        String ahead = run("supervised", " classes loaded ahead");
        assertThat(ahead).doesNotContain("not found");
        FrameworkStart.of(jdk, directory, "ahead").assertTakenApart(List.of("agent done to main"));
        assertThat(Files.readAllLines(history)).last().asString().contains("\"archive\":\"" + list + "\"");

        record(history, list, 60_000, 3);
        run("supervised", "1 rolled back");
        assertThat(lists()).as("taken out").isEmpty();
    }

    /** More starts on record, as the last one but for these. */
    private static void record(Path history, String list, int readyMillis, int count) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(history));
        String changed = lines.get(lines.size() - 1)
                .replaceAll("\"ready_ms\":[0-9.]+", "\"ready_ms\":" + readyMillis)
                .replaceAll("\"ready_signal\":\"[^\"]*\"", "\"ready_signal\":\"Tomcat\"")
                .replaceAll("\"archive\":\"[^\"]*\"", "\"archive\":\"" + list + "\"");
        for (int i = 0; i < count; i++) {
            lines.add(changed);
        }
        Files.write(history, lines);
    }
}
