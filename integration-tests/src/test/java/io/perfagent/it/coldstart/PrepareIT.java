package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code prepare} where it cannot do what it should: one clear reason, and nothing half made is named. */
class PrepareIT {
    @TempDir(factory = InTarget.class)
    Path directory;

    private PreparedApp app;

    @BeforeEach
    void application() throws IOException {
        app = new PreparedApp(directory);
    }

    private static String makingOption(Jdk jdk) {
        return jdk.feature() >= 24 ? "-XX:AOTMode=create" : "-Xshare:dump";
    }

    /** On 25, somebody must not be able to write the jars. */
    static String[] runAs(Jdk jdk) {
        return jdk.feature() >= 24 ? new String[] {"--run-as", "" + PreparedApp.OTHER_USER} : new String[0];
    }

    private void assertFails(PrepareRun run, String reason) throws IOException {
        assertThat(run.await()).describedAs(run.output()).isEqualTo(1);
        assertThat(run.output().lines().filter(line -> line.startsWith("perf-agent: not prepared: ")))
                .describedAs(run.output())
                .singleElement()
                .asString()
                .contains(reason);
    }

    private void assertNoArchive() throws IOException {
        app.assertNothingNamed();
        try (Stream<Path> files = Files.list(app.data.resolve("archive"))) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactly("prepare.lock");
        }
    }

    @OnEachJdk
    void an_application_that_cannot_start(Jdk jdk) throws IOException {
        try (PrepareRun run = app.prepare(
                jdk, List.of(), List.of(), List.of(), DatabaseApp.class.getName(), "jdbc:h2:tcp://127.0.0.1:1/none")) {
            assertFails(run, "the application ended with status 1 before the point 'ready'");
        }
        assertNoArchive();
    }

    @OnEachJdk
    void one_that_ends_by_itself_is_enough(Jdk jdk) throws IOException {
        List<String> options = new ArrayList<>(List.of(runAs(jdk)));
        options.add("--analyse");
        try (PrepareRun run =
                app.prepare(jdk, List.of(), options, List.of(), DatabaseApp.class.getName(), "jdbc:h2:mem:one")) {
            assertThat(run.await()).describedAs(run.output()).isZero();
            assertThat(run.output())
                    .contains("reached: exit", "what a first request loads is not in")
                    .contains("perf-agent: analysed start", "the report of the analysed start", "startup report");
        }
        assertThat(app.archive()).isNotEmptyFile();
        try (Stream<Path> reports = Files.list(app.data.resolve("starts"))) {
            assertThat(reports.filter(file -> file.toString().endsWith(".json")))
                    .singleElement(InstanceOfAssertFactories.PATH)
                    .content()
                    .contains("\"kind\":\"analysed\"", "\"not_sampled_because\":null");
        }
    }

    @OnEachJdk
    void two_at_once(Jdk jdk) throws IOException {
        Path lock = Files.createDirectories(app.data.resolve("archive")).resolve("prepare.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock();
                PrepareRun run = app.prepare(jdk)) {
            assertThat(held.isValid()).isTrue();
            assertFails(run, "another prepare is at work");
        }
        assertNoArchive();
    }

    @OnEachJdk
    void a_jvm_killed_in_the_middle_of_making_the_archive(Jdk jdk) throws IOException {
        try (PrepareRun run = app.prepare(jdk, runAs(jdk))) {
            run.killChild(makingOption(jdk));
            assertFails(run, "the JVM could not make the archive (status 137)");
        }
        assertNoArchive();
    }

    @OnEachJdk
    void a_disk_that_is_full(Jdk jdk) throws IOException {
        List<String> limited = List.of("/bin/bash", "-c", "ulimit -f 8192; exec \"$@\"", "limited");
        try (PrepareRun run = app.prepare(
                jdk, limited, List.of(runAs(jdk)), List.of(), DatabaseApp.class.getName(), "jdbc:h2:mem:one")) {
            assertThat(run.await()).describedAs(run.output()).isEqualTo(1);
            assertThat(run.output()).contains("perf-agent: not prepared: ");
        }
        assertNoArchive();
    }

    @OnEachJdk
    void a_data_directory_that_cannot_be_written(Jdk jdk) throws IOException {
        Files.createDirectories(app.data);
        try (PrepareRun run = app.prepare(
                jdk, OtherUser.command(PreparedApp.OTHER_USER), List.of(), List.of(), DatabaseApp.class.getName())) {
            assertFails(run, "the data directory " + app.data + " cannot be worked in");
        }
        assertThat(app.data).isEmptyDirectory();
    }
}
