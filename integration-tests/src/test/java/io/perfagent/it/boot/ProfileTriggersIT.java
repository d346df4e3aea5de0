package io.perfagent.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that nobody has asked for: by the clock, and for each cause that can be set. */
@OnEachJdk
class ProfileTriggersIT {
    /** Figures are looked at every ten seconds, and after a profile there is rest for as long. */
    private static final Duration IN_TIME = Duration.ofSeconds(60);

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    ProfileTriggersIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private AppLaunch launch() {
        return AppProcess.launch(StrainApp.class)
                .jdk(jdk)
                .jvm("-Xmx512m")
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("PERF_AGENT_PROFILE_DURATION", "1s")
                .env("PERF_AGENT_PROFILE_COOL_DOWN", "10s")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .allowAgentLine("perf-agent: a profile was taken .*");
    }

    private static String taken(AppProcess app, String why) {
        return app.awaitLine(line -> line.startsWith("perf-agent: a profile was taken " + why), IN_TIME);
    }

    /** What is kept of the profiles for a cause, of the files with one ending. */
    private String kept(String cause, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("profiles"))) {
            StringBuilder content = new StringBuilder();
            for (Path file : files.toList()) {
                if (file.getFileName().toString().endsWith("-" + cause + ending)) {
                    content.append(Files.readString(file));
                }
            }
            assertThat(content).as(cause + ending).isNotEmpty();
            return content.toString();
        }
    }

    @Test
    void threadsThatQueueForALockAreACause() throws Exception {
        try (AppProcess app = launch().env("PERF_AGENT_PROFILE_ON_LOCKS", "3").start()) {
            Ask.port(app);
            app.awaitWeaving();
            assertThat(Ask.ask(app, "contend", "on")).isEqualTo("contended");
            assertThat(taken(app, "because ")).contains(" threads wait for locks: ");
            assertThat(kept("locks", ".lock.collapsed"))
                    .contains("io.perfagent.it.boot.StrainApp.inside;java.lang.Object_[c]");
            assertThat(kept("locks", ".html")).contains("StrainApp.inside");
        }
    }

    @Test
    void aSlowOperationAGrowingHeapAndABusyProcessorAreCauses() throws Exception {
        try (AppProcess app = launch().env("PERF_AGENT_PROFILE_EVERY", "24h")
                .env("PERF_AGENT_PROFILE_ON_P99", "100ms")
                .env("PERF_AGENT_PROFILE_ON_HEAP_GROWTH", "64MB")
                .env("PERF_AGENT_PROFILE_ON_CPU", "15")
                .start()) {
            Ask.port(app);
            app.awaitWeaving();
            assertThat(Ask.ask(app, "leak", "0")).isEqualTo("held");
            String slow = "because the p99 of HTTP server GET / is ";
            while (app.lines().stream().noneMatch(line -> line.contains(slow))) {
                assertThat(Ask.ask(app, "wait", "150")).isEqualTo("waited");
            }
            assertThat(Ask.ask(app, "leak", "100")).isEqualTo("held");
            taken(app, "because the heap has grown by ");
            assertThat(kept("heap", ".html")).contains("\"alloc\"");
            for (int i = 0; i < 4; i++) {
                assertThat(Ask.ask(app, "burn")).isEqualTo("begun");
            }
            taken(app, "because CPU is at ");
            assertThat(kept("cpu", ".cpu.collapsed")).contains("StrainApp.burn");
        }
    }

    @Test
    void theClockIsACauseAndTheOldestAreRemoved() throws Exception {
        try (AppProcess app = launch().env("PERF_AGENT_PROFILE_EVERY", "10s")
                .env("PERF_AGENT_PROFILE_EVENTS", "ctimer,alloc")
                .env("PERF_AGENT_PROFILE_KEPT", "1")
                .start()) {
            Ask.port(app);
            assertThat(Ask.ask(app, "burn")).isEqualTo("begun");
            String first = taken(app, "by schedule: ");
            app.awaitLine(line -> line.contains("taken by schedule: ") && !line.equals(first), IN_TIME);
            assertThat(kept("schedule", ".ctimer.collapsed")).contains("StrainApp.burn");
            try (Stream<Path> files = Files.list(directory.resolve("profiles"))) {
                assertThat(files).as("a page and two events of one profile").hasSize(3);
            }
        }
    }
}
