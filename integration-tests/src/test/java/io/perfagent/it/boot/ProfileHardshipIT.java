package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Polling;
import io.perfagent.it.coldstart.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiling where something is wrong or too much: a full disk, 5 000 threads, a killed process, no place to write. */
@OnEachJdk
class ProfileHardshipIT {
    private static final int OTHER_USER = 4711;

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    ProfileHardshipIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private AppLaunch launch(Path data) {
        return AppProcess.launch(StrainApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(AgentJar.perfAgent())
                .dataDir(data)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none");
    }

    /** Begins a profile over JMX; its number. */
    private static String begin(AppProcess app, String options) {
        String started = Ask.ask(app, "profile", "start " + options);
        assertThat(started).startsWith("started ");
        return started.trim().split(" ")[1];
    }

    private static String result(AppProcess app, String number) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            String result = Ask.ask(app, "profile", "result " + number);
            if (!result.startsWith("running ")) {
                return result;
            }
            assertThat(System.nanoTime() - deadline).as(result).isNegative();
            Polling.rest();
        }
    }

    /** Takes a profile in which the application does something; what was written. */
    private String during(AppProcess app, String options, String command, String argument) throws IOException {
        String number = begin(app, options);
        while (Ask.ask(app, "profile", "result " + number).startsWith("running 0 ")) {
            Polling.rest(); // it may not sample yet
        }
        Ask.ask(app, command, argument);
        assertThat(result(app, number)).startsWith("done ");
        Path process = app.requestFolder(directory);
        return Files.readString(process.resolve("profile-" + number + ".collapsed"));
    }

    @Test
    void aDiskThatFillsUpStopsWhatNeedsItAndNothingElse() throws Exception {
        Path data = Files.createDirectory(directory.resolve("disk"));
        SmallDisk disk = new SmallDisk(data);
        try (AppProcess app = launch(data)
                .through(disk.before(300))
                .env("PERF_AGENT_JFR", "on")
                .env("PERF_AGENT_JFR_DISK", "4m")
                .allowAgentLine("perf-agent: hot paths: JFR .*")
                .start()) {
            Ask.port(app);
            app.awaitWeaving();
            Ask.status(app, "hot paths: JFR runs");

            disk.resize(app, 100);
            app.awaitLine(
                    line -> line.startsWith("perf-agent: hot paths: JFR has stopped: the disk of ")
                            && line.contains(" MiB left, wanted are 272 MiB"),
                    SOON);
            assertThat(Ask.ask(app, "profile", "start -d 1 -e cpu --engine jfr"))
                    .startsWith("started ");
            assertThat(result(app, "1")).contains("JFR cannot run here: the disk of ");

            // It fills up while a profile is taken that writes much.
            assertThat(Ask.ask(app, "churn")).isEqualTo("begun");
            String first = begin(app, "-d 1 -e alloc --format collapsed");
            assertThat(result(app, first)).startsWith("done ");
            String number = begin(app, "-d 4 -e alloc --alloc 1k");
            while (Ask.ask(app, "profile", "result " + number).startsWith("running 0 ")) {
                Polling.rest();
            }
            disk.resize(app, 0);
            assertThat(result(app, number)).matches("(?s)(done|failed) .*(disk|space|not whole).*");
            assertThat(result(app, begin(app, "-d 1 -e alloc"))).contains("less than 64 MB are free");

            disk.resize(app, 100);
            assertThat(result(app, begin(app, "-d 1 -e alloc"))).startsWith("done ");
            assertThat(Ask.ask(app, "hello")).isEqualTo("hello");
            assertThat(agentLines(app)).hasSize(1);
        }
    }

    @Test
    void fiveThousandThreadsAreNoHindrance() throws Exception {
        try (AppProcess app = launch(directory)
                .woven()
                .jvm("-Xmx512m")
                .env("PERF_AGENT_PROFILE_ON_LOCKS", "10000")
                .start()) {
            Ask.port(app);
            app.awaitWeaving();
            assertThat(Ask.ask(app, "threads", "5000")).isEqualTo("started");
            assertThat(Ask.ask(app, "simmer")).isEqualTo("begun");
            for (String options : new String[] {"-d 3 -e cpu,wall,alloc", "-d 3 -e cpu,lock --engine jfr"}) {
                String result = result(app, begin(app, options));
                assertThat(result).startsWith("done ").contains("StrainApp.burn");
            }
            assertThat(Ask.ask(app, "churn")).isEqualTo("begun");
            assertThat(during(app, "-d 3 -e live --format collapsed", "leak", "20"))
                    .as("what is garbage by the end is not in it")
                    .contains("StrainApp.leak;byte[]_[c] ")
                    .doesNotContain("StrainApp.threads");
            assertThat(during(app, "-d 2 -e nativemem --format collapsed", "direct", ""))
                    .contains("StrainApp.direct;");
            assertThat(Ask.ask(app, "status")).contains("adaptations: mode");
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).isEmpty();
        }
    }

    /** With so much to write that at most moments something is being written. */
    @Test
    void aProcessThatIsKilledMeanwhileLeavesNothingThatHinders() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            try (AppProcess app = launch(directory)
                    .woven()
                    .env("PERF_AGENT_PROFILE_EVERY", "10s")
                    .start()) {
                Ask.port(app);
                Ask.status(app, "adaptations: mode");
                assertThat(Ask.ask(app, "churn")).isEqualTo("begun");
                String number = begin(app, "-d 600 -e alloc,wall --alloc 1k -i 1ms");
                int looks = 20 + random.nextInt(40);
                for (int k = 0; k < looks; k++) {
                    assertThat(Ask.ask(app, "profile", "result " + number)).startsWith("running ");
                    Ask.ask(app, "wait", "50");
                }
                app.kill();
                try (Stream<Path> files = Files.list(app.requestFolder(directory))) {
                    assertThat(files)
                            .as("a recording has no name, seed " + seed)
                            .isEmpty();
                }
            }
        }
        try (AppProcess app = launch(directory).woven().start()) {
            Ask.port(app);
            Ask.status(app, "adaptations: mode");
            assertThat(Ask.ask(app, "simmer")).isEqualTo("begun");
            assertThat(result(app, begin(app, "-d 1 -e ctimer")))
                    .startsWith("done ")
                    .contains("StrainApp.burn");
            assertThat(agentLines(app)).isEmpty();
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsSaidAndHarmsNothing() throws Exception {
        Path data = Files.createDirectory(directory.resolve("closed"));
        try (AppProcess app = launch(data)
                .through(OtherUser.command(OTHER_USER))
                .env("PERF_AGENT_PROFILE_EVERY", "10s")
                .allowAgentLine("perf-agent: .*")
                .start()) {
            Ask.port(app);
            Ask.status(app, "adaptations: mode");
            assertThat(Ask.ask(app, "profile", "start -d 1"))
                    .startsWith("refused: ")
                    .contains("PERF_AGENT_DATA_DIR");
            app.awaitLine(line -> line.startsWith("perf-agent: no profile was taken by schedule: "), SOON);
            assertThat(Ask.ask(app, "hello")).isEqualTo("hello");
            assertThat(Ask.exit(app)).isZero();
        }
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).isEmpty();
        }
    }

    /** Where async-profiler is not shipped for, JFR is the engine, and the answer says so. */
    @Test
    void anotherProcessorIsProfiledByJfr() throws IOException {
        try (AppProcess app =
                launch(directory).property("os.arch", "riscv64").start()) { // whose weave cache is another
            Ask.port(app);
            app.awaitWeaving();
            assertThat(Ask.ask(app, "simmer")).isEqualTo("begun");
            Path file = directory.resolve("riscv.collapsed");
            ToolRun run = ToolRun.agentCommand(
                    jdk,
                    Map.of("PERF_AGENT_DATA_DIR", directory.toString()),
                    "profile",
                    Long.toString(app.pid()),
                    "-d",
                    "3",
                    "-e",
                    "cpu",
                    "-o",
                    file.toString());
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.output())
                    .contains("sampled by JFR, ")
                    .contains(", because async-profiler is shipped for Linux on x64 and arm64 only, and this is ")
                    .contains(" on riscv64");
            assertThat(Files.readString(file)).contains("StrainApp.burn");
            assertThat(Ask.ask(app, "profile", "start -d 1 -e wall")).startsWith("started ");
            assertThat(result(app, "2")).startsWith("failed async-profiler is shipped for Linux");
            assertThat(Ask.exit(app)).isZero();
        }
    }
}
