package io.perfagent.it.boot;

import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a start whose causes are known: that of {@code sample-apps/slow-start}. */
@OnEachJdk
class ColdStartIT {
    private static final Path SLOW_START = Path.of("../sample-apps/slow-start/target/slow-start.jar");
    private static final Duration START = Duration.ofSeconds(60);

    private final Jdk jdk;

    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    ColdStartIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /** The first start ever weaves late and fills the cache; the hooks of the start are in place from the second on. */
    @Test
    void theHooksOfAStartAreWovenFromTheSecondStartOn() {
        try (AppProcess first = launch().start()) {
            assertThat(Ask.get(Ask.port(first), "/")).contains("100 items");
            first.awaitWeaving();
            first.stop();
        }

        try (AppProcess second = launch().env("PERF_AGENT_SUMMARY", "true")
                .allowAgentLine(".*")
                .arguments("--exit-after-ready")
                .start()) {
            assertThat(second.awaitExit(START)).isZero();
            String said = second.output();
            assertThat(line(said, "spring-start"))
                    .contains("SpringApplication")
                    .contains("SpringApplicationRunListeners")
                    .contains("AbstractApplicationContext")
                    .contains("AbstractAutowireCapableBeanFactory")
                    .contains("ClassPathScanningCandidateComponentProvider");
            assertThat(line(said, "tomcat")).contains("StandardServer").contains("StandardContext");
            assertThat(line(said, "jdk-start"))
                    .contains("InetAddress")
                    .contains("ServiceLoader$ProviderImpl")
                    .contains("Thread")
                    .contains("CountDownLatch")
                    .contains("AbstractQueuedSynchronizer");
            assertThat(line(said, "executors")).contains("FutureTask"); // said of the first that names a class
            assertThat(said).contains(" hits, 0 misses, 0 refused");
            assertThat(said)
                    .doesNotContain("problem:")
                    .doesNotContain("  failed ")
                    .doesNotContain("hook failed");
        }
    }

    /** The twin without causes is the same application: nothing but their absence may make a difference. */
    @Test
    void theCleanTwinStartsWithTheSameBeans() {
        try (AppProcess app = launch().property("slow-start.causes", false).start()) {
            assertThat(Ask.get(Ask.port(app), "/")).isEqualTo("100 items from 2");
            app.awaitWeaving();
            app.stop();
            assertThat(agentLines(app)).isEmpty();
        }
    }

    private AppLaunch launch() {
        assertThat(SLOW_START)
                .as("what the build of sample-apps/slow-start makes")
                .exists();
        return AppProcess.launch(SLOW_START)
                .jdk(jdk)
                .jvm("-Xmx128m")
                .agent(AgentJar.perfAgent())
                .dataDir(directory)
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    /** What the status says is woven of an instrumentation. */
    private static String line(String said, String instrumentation) {
        return said.lines()
                .filter(line -> line.startsWith("  " + instrumentation + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + instrumentation + " in\n" + said));
    }
}
