package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Jdks;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that a serving application makes for its next starts, judged by the starts on record. On 17; on 25 there is none. */
class ManagedArchiveIT {
    @TempDir(factory = InTarget.class)
    Path directory;

    private static AppLaunch launch(PreparedApp app, Jdk jdk) {
        return app.launch(jdk).env("PERF_AGENT_ARCHIVE", "on").allowAgentLine("perf-agent: .*archive.*");
    }

    /** The starts on record, all of which become as slow as {@code readyMillis}. */
    private static String record(Path history, String archive, int readyMillis, int count) throws IOException {
        List<String> lines = Files.readAllLines(history);
        String last = lines.get(lines.size() - 1);
        String changed = last.replaceAll("\"ready_ms\":[0-9.]+", "\"ready_ms\":" + readyMillis)
                .replaceAll("\"archive\":\"[^\"]*\"", "\"archive\":\"" + archive + "\"");
        List<String> all = new ArrayList<>(lines);
        for (int i = 0; i < count; i++) {
            all.add(changed);
        }
        Files.write(history, all);
        return last;
    }

    @Test
    void itIsMadeWhenThereIsRoomUsedByTheNextStartAndTakenOutWhenStartsAreSlower() throws IOException {
        Jdk jdk = Jdks.require(17);
        PreparedApp app = new PreparedApp(directory);
        Files.createDirectories(app.data);
        Files.writeString(app.arguments, "");

        try (AppProcess first = launch(app, jdk).start()) {
            assertThat(Ask.ask(first, "query")).isEqualTo("1");
            first.awaitLine(line -> line.contains("archive:") && line.contains("kept"), Duration.ofSeconds(240));
            assertThat(Ask.status(first, "start-up archive: made; the next starts have it"))
                    .contains("adaptations: mode observe, archive on, 1 kept");
            assertThat(Ask.exit(first)).isZero();
        }
        String archive = app.archive().getFileName().toString();
        assertThat(app.archive()).isNotEmptyFile();

        try (AppProcess second = launch(app, jdk).jvm("-Xlog:class+load").start()) {
            assertThat(Ask.ask(second, "query")).isEqualTo("1");
            assertThat(Ask.status(second, "archive: in use")).contains("jdbc: ");
            Ask.status(second, "start-up archive: there are 1 starts of this deployment without it");
            assertThat(Ask.exit(second)).isZero();
            List<String> ofApplication = second.lines().stream()
                    .filter(line -> line.contains(" org.h2.") && line.contains(" source: "))
                    .toList();
            assertThat(ofApplication).hasSizeGreaterThan(200);
            assertThat(ofApplication.stream().filter(line -> line.contains("shared objects file")))
                    .hasSizeGreaterThan(ofApplication.size() * 8 / 10);
        }

        Path history = app.data.resolve("starts").resolve("history.jsonl");
        record(history, "", 1, 5); // without it, the application was ready at once
        record(history, archive, 60_000, 3);
        try (AppProcess slower = launch(app, jdk).start()) {
            assertThat(Ask.ask(slower, "query")).isEqualTo("1");
            assertThat(Ask.status(slower, "1 rolled back"))
                    .contains("archive: in use", "ms without (medians of 5 and 6");
            assertThat(Ask.exit(slower)).isZero();
            assertThat(Ask.agentLines(slower))
                    .anyMatch(line -> line.contains("rolled back") && line.contains("starts are slower"));
        }
        app.assertNothingNamed();

        try (AppProcess without = app.launch(jdk).start()) {
            assertThat(Ask.ask(without, "query")).isEqualTo("1");
            assertThat(Ask.exit(without)).isZero();
            assertThat(Ask.agentLines(without)).isEmpty();
        }
    }
}
