package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.Polling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles on demand: by command line and JMX, refused where they must be, and a process that is killed meanwhile. */
@OnEachJdk
class ProfileIT {
    private static final String SECRET = "hunter2-in-a-property";
    private static final String HOT = "io.perfagent.it.boot.HotApp.burn";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    ProfileIT(Jdk jdk) {
        this.jdk = jdk;
    }

    private AppProcess start(boolean warm, String... options) {
        AppProcess app = AppProcess.launch(HotApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .jvm(options)
                .agent(AgentJar.perfAgent())
                .woven()
                .dataDir(directory)
                .property("password", SECRET)
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start();
        if (!warm) {
            app.awaitWeaving();
        }
        Ask.status(app, "adaptations: mode");
        assertThat(Ask.ask(app, "heat")).isEqualTo("hot");
        return app;
    }

    private ToolRun profile(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "profile";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ToolRun.agentCommand(jdk, Map.of("PERF_AGENT_DATA_DIR", directory.toString()), all);
    }

    private static String pid(AppProcess app) {
        return Long.toString(app.pid());
    }

    private ToolRun shortProfile(AppProcess app, String event, Path file) {
        return profile(pid(app), "-d", "2", "-e", event, "-o", file.toString());
    }

    private List<Path> filesOf(AppProcess app) throws IOException {
        try (Stream<Path> files = Files.list(app.requestFolder(directory))) {
            return files.filter(file -> !file.endsWith("turn")).toList(); // locked by commands, and empty
        }
    }

    @Test
    void theHotMethodIsFoundAndAKilledProcessLeavesNothing() throws Exception {
        Path library;
        try (AppProcess app = start(false)) {
            Path page = directory.resolve("flame.html");
            ToolRun run = shortProfile(app, "cpu,alloc", page);
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(firstAfter(run, "cpu: ")).endsWith(HOT);
            assertThat(firstAfter(run, "alloc: ")).endsWith("HotApp.allocate");
            assertThat(Files.readString(page)).contains("\"" + HOT + "\"", "\"byte[]\"");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                    .isEqualTo("rw-------");

            Path collapsed = directory.resolve("a.collapsed");
            assertThat(shortProfile(app, "ctimer", collapsed).exit()).isZero();
            assertThat(shareOf(HOT, Files.readString(collapsed))).isGreaterThan(0.5);
            Path pprof = directory.resolve("a.pb.gz");
            assertThat(shortProfile(app, "alloc", pprof).exit()).isZero();
            byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(pprof))).readAllBytes();
            assertThat(new String(unzipped, StandardCharsets.ISO_8859_1)).contains("HotApp.allocate");

            Path recording = directory.resolve("a.jfr");
            assertThat(shortProfile(app, "wall", recording).exit()).isZero();
            assertThat(new String(Files.readAllBytes(recording), StandardCharsets.ISO_8859_1))
                    .startsWith("FLR")
                    .contains("HotApp")
                    .doesNotContain(SECRET);

            Path difference = directory.resolve("diff.html");
            ToolRun diff = profile("diff", collapsed.toString(), collapsed.toString(), "-o", difference.toString());
            assertThat(diff.exit()).as(diff.output()).isZero();
            assertThat(Files.readString(difference)).contains(HOT);

            samplesBelongToTheOperationsTheyRanFor(app);
            askTwiceAndWrongly(app);

            String begun = Ask.ask(app, "profile", "start -d 600 -e wall,lock,nativemem");
            assertThat(begun).startsWith("started ");
            awaitResult(app, begun.trim().split(" ")[1], "running 0 ");
            assertThat(filesOf(app))
                    .as("everything was fetched, and a recording has no name")
                    .isEmpty();
            library = library();
            assertThat(agentLines(app)).isEmpty();
            assertThat(app.lines()).noneMatch(line -> line.contains("restricted method") || line.contains("[WARN]"));
            app.kill();
            app.awaitExit(SOON);
            assertThat(filesOf(app)).isEmpty();
        }
        aLibraryThatWasTamperedWithIsRefused(library);
        anotherProfilerIsLeftAlone(library);
    }

    private void samplesBelongToTheOperationsTheyRanFor(AppProcess app) throws IOException {
        String started = Ask.ask(app, "profile", "start -d 4 -e ctimer --format collapsed --by-operation");
        assertThat(started).startsWith("started ");
        String number = started.trim().split(" ")[1];
        // An operation that has begun before is not known.
        String result = awaitResult(app, number, "running 0 ");
        do {
            assertThat(Ask.ask(app, "work")).isEqualTo("worked");
            result = Ask.ask(app, "profile", "result " + number);
        } while (result.startsWith("running "));
        assertThat(result).startsWith("done ");
        Path made = app.requestFolder(directory).resolve(result.split("[ \n]")[1]);
        double worked = 0;
        double attributed = 0;
        for (String line : Files.readAllLines(made)) {
            if (line.startsWith("(still running)")) {
                continue; // when the profile ended
            }
            if (line.contains(";io.perfagent.it.boot.HotApp.work")) {
                long value = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
                worked += value;
                attributed += line.startsWith("HTTP server GET /_[o];") ? value : 0;
            } else if (line.contains("HotApp.lambda$heat")) {
                assertThat(line).startsWith("(unattributed)_[o];");
            }
        }
        assertThat(worked).isPositive();
        assertThat(attributed / worked).as(Files.readString(made)).isGreaterThanOrEqualTo(0.95);
        assertThat(made.toFile().delete()).isTrue();
    }

    private void askTwiceAndWrongly(AppProcess app) {
        assertThat(Ask.ask(app, "profile", "start -d 60 -e ctimer --format collapsed"))
                .startsWith("started ");
        ToolRun second = profile(pid(app), "-d", "1");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.output())
                .startsWith("perf-agent: not profiled: a profile is being taken already, ")
                .endsWith("of 60 s; ask again when it is done\n");
        String stopped = Ask.ask(app, "profile", "stop");
        assertThat(stopped).matches("running \\d+ ends\n");
        String number = stopped.split(" ")[1];
        String result = awaitResult(app, number, "running ");
        assertThat(result).startsWith("done profile-" + number + ".collapsed\nctimer: ");
        Path made = app.requestFolder(directory).resolve("profile-" + number + ".collapsed");
        assertThat(made).exists();
        assertThat(made.toFile().delete()).isTrue();

        ToolRun wrong = profile(pid(app), "-e", "cycles");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.output()).startsWith("perf-agent: not profiled: there is no event 'cycles'");
        assertThat(Ask.ask(app, "profile", "start -d 601")).startsWith("refused: -d must be from 1 to 600");
        assertThat(profile().output()).startsWith("usage: ");
        assertThat(profile("4194303").output()).contains("no agent answers for process 4194303");
    }

    private static String awaitResult(AppProcess app, String number, String asLongAs) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            String result = Ask.ask(app, "profile", "result " + number);
            if (!result.startsWith(asLongAs)) {
                return result;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(result + app.output());
            }
            Polling.rest();
        }
    }

    private Path library() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("native"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private void aLibraryThatWasTamperedWithIsRefused(Path library) throws IOException {
        byte[] right = Files.readAllBytes(library);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        try (AppProcess app = start(true)) {
            Path page = directory.resolve("second.html");
            Files.write(library, wrong);
            ToolRun refused = shortProfile(app, "cpu", page);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output()).contains("perf-agent: not profiled: ", library.toString(), "SHA-256");
            assertThat(page).doesNotExist();

            Files.write(library, right);
            ToolRun run = shortProfile(app, "cpu", page);
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(firstAfter(run, "cpu: ")).endsWith(HOT);
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).isEmpty();
        }
    }

    private void anotherProfilerIsLeftAlone(Path library) throws IOException {
        Path others = Files.copy(library, directory.resolve("libasyncProfiler.so"));
        Path recording = directory.resolve("others.collapsed");
        try (AppProcess app =
                start(true, "-agentpath:" + others + "=start,event=ctimer,collapsed,loglevel=none,file=" + recording)) {
            ToolRun refused = shortProfile(app, "cpu", directory.resolve("third.html"));
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.output()).contains("another profiler is in this process and is left alone: " + others);
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).isEmpty();
        }
        assertThat(Files.readString(recording)).as("it has gone on").contains("HotApp.burn");
    }

    /** The line below the one that starts so: the hottest frame. */
    private static String firstAfter(ToolRun run, String start) {
        List<String> lines = run.output().lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return lines.get(i + 1);
            }
        }
        throw new AssertionError(run.output());
    }

    /** What part of all values lies in stacks that end in a frame. */
    private static double shareOf(String frame, String collapsed) {
        double all = 0;
        double ending = 0;
        for (String line : collapsed.lines().toList()) {
            int space = line.lastIndexOf(' ');
            long value = Long.parseLong(line.substring(space + 1));
            all += value;
            ending += line.substring(0, space).endsWith(";" + frame) ? value : 0;
        }
        return ending / all;
    }
}
