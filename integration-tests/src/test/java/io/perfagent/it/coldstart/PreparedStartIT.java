package io.perfagent.it.coldstart;

import static io.perfagent.it.Polling.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Jdks;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts with what {@code prepare} has made, as root, and run by another user from files that this one cannot change; on 25
 * there is no other way.
 */
class PreparedStartIT {
    /** What was prepared on a JDK, once, and what that run said; each test finds it as it was then. */
    private record Prepared(PreparedApp app, String said) {}

    private static final Map<Jdk, Prepared> PREPARED = new HashMap<>();

    @TempDir(factory = InTarget.class)
    static Path parent;

    private PreparedApp app;

    private static boolean needsOtherUser(Jdk jdk) {
        return jdk.feature() >= 24;
    }

    /** A start that may use the archive. */
    private AppLaunch launch(Jdk jdk) {
        AppLaunch launch = app.launch(jdk);
        return needsOtherUser(jdk) ? launch.through(OtherUser.command(PreparedApp.OTHER_USER)) : launch;
    }

    private String prepare(Jdk jdk) throws IOException {
        if (needsOtherUser(jdk)) {
            OtherUser.command(PreparedApp.OTHER_USER); // or the test is skipped
        }
        Prepared known = PREPARED.get(jdk);
        if (known == null) {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            app = new PreparedApp(Files.createDirectory(parent.resolve("jdk" + jdk.feature())));
            known = new Prepared(app, app.prepared(jdk, PrepareIT.runAs(jdk)));
            app.save();
            PREPARED.put(jdk, known);
        } else {
            app = known.app;
            app.restore();
        }
        return known.said;
    }

    /** Lets the other user, where there is one, write the data directory, but not the jars. */
    private void giveDataAway(Jdk jdk) throws IOException, InterruptedException {
        if (needsOtherUser(jdk)) {
            String owner = PreparedApp.OTHER_USER + ":" + PreparedApp.OTHER_USER;
            assertThat(new ProcessBuilder("chown", "-R", owner, app.data.toString())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @OnEachJdk
    void classes_are_shared_and_every_call_is_seen(Jdk jdk) throws IOException {
        String said = prepare(jdk);

        assertThat(said).contains("reached: ready", "warm-ups: 1 of 1 answered", "answered 200");
        assertThat(Files.readAllLines(app.arguments).get(0)).isEqualTo("-XX:+IgnoreUnrecognizedVMOptions");
        for (Path readable : List.of(app.arguments, app.archive())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(readable)))
                    .endsWith("r--r--");
        }
        try (OtlpSink sink = OtlpSink.start();
                AppProcess started = launch(jdk)
                        .jvm("-Xlog:class+load")
                        .exportTo(sink)
                        .env("OTEL_TRACES_EXPORTER", "otlp")
                        .start()) {
            assertThat(Ask.ask(started, "query")).isEqualTo("1");
            assertThat(Ask.status(started, "archive: in use"))
                    .contains("jdbc: ")
                    .containsPattern("weave cache: [1-9][0-9]* hits, 0 misses, 0 refused");
            Ask.queryUntilSeen(started, sink);
            assertThat(Ask.exit(started)).isZero();
            List<String> ofApplication = started.lines().stream()
                    .filter(line -> line.contains(" org.h2.") && line.contains(" source: "))
                    .toList();
            assertThat(ofApplication).hasSizeGreaterThan(200);
            assertThat(ofApplication.stream().filter(line -> line.contains("shared objects file")))
                    .hasSizeGreaterThan(ofApplication.size() * 9 / 10);
            assertThat(started.output()).doesNotContain("[error", "[warning", "Server VM warning");
        }
    }

    @OnEachJdk
    void a_jar_that_was_replaced(Jdk jdk) throws IOException, InterruptedException {
        prepare(jdk);
        giveDataAway(jdk);
        app.pack(Map.of("Changed", "yes"));

        if (needsOtherUser(jdk)) {
            try (AppProcess stale = launch(jdk).allowAgentLine(".*").start()) {
                assertThat(stale.awaitExit(SOON)).describedAs(stale.output()).isEqualTo(78);
                assertThat(stale.output())
                        .contains("stopping before main", app.jar + " has changed since", "is emptied")
                        .doesNotContain("listening on");
            }
        } else {
            assertGivenUpOnce(jdk, "has changed since");
        }
        app.assertNothingNamed();
        assertStartsQuietly(jdk);
    }

    @OnEachJdk
    void a_stale_cache_that_cannot_be_taken_out_of_use_is_said_to_be_so(Jdk jdk) throws IOException {
        prepare(jdk);
        app.pack(Map.of("Changed", "yes"));

        try (AppProcess stale = app.launch(jdk)
                .through(OtherUser.command(PreparedApp.OTHER_USER))
                .allowAgentLine(".*")
                .start()) {
            stale.awaitLine(line -> line.contains("cannot be emptied: take it out of JDK_JAVA_OPTIONS"), SOON);
            if (needsOtherUser(jdk)) {
                assertThat(stale.awaitExit(SOON)).isEqualTo(78);
            } else {
                assertThat(Ask.ask(stale, "query")).isEqualTo("1");
                assertThat(Ask.exit(stale)).isZero();
            }
        }
    }

    @OnEachJdk
    void another_release_starts_too(Jdk jdk) throws IOException {
        Jdk other = Jdks.require(jdk.feature() == 17 ? 25 : 17);
        prepare(jdk);

        assertGivenUpOnce(app.launch(other), "it was made by another JDK build");
        app.assertNothingNamed();
        assertStartsQuietly(jdk);
    }

    @OnEachJdk
    void a_damaged_archive(Jdk jdk) throws IOException, InterruptedException {
        prepare(jdk);
        byte[] whole = Files.readAllBytes(app.archive());
        Path archive = app.archive();
        Files.delete(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
        giveDataAway(jdk);

        assertGivenUpOnce(jdk, "is missing or damaged");
        app.assertNothingNamed();
        assertStartsQuietly(jdk);
    }

    @OnEachJdk
    void an_emptied_arguments_file(Jdk jdk) throws IOException {
        prepare(jdk);
        Files.writeString(app.arguments, "");

        assertStartsQuietly(jdk);
    }

    @OnEachJdk
    void two_starts_that_were_killed_before_they_were_ready(Jdk jdk) throws IOException, InterruptedException {
        prepare(jdk);
        giveDataAway(jdk);
        for (int i = 0; i < 2; i++) {
            try (AppProcess killed = launch(jdk).start()) {
                Ask.port(killed);
                killed.kill();
            }
        }

        assertGivenUpOnce(jdk, "2 starts with it ended before they were ready");
        app.assertNothingNamed();
        assertStartsQuietly(jdk);
    }

    @Test
    void a_user_who_could_write_the_jars_gets_no_aot_cache() throws IOException {
        Jdk jdk = Jdks.require(25);
        OtherUser.command(PreparedApp.OTHER_USER);
        app = new PreparedApp(Files.createDirectory(parent.resolve("own")));
        try (PrepareRun run = app.prepare(jdk, "--run-as", "0")) {
            assertThat(run.await()).describedAs(run.output()).isEqualTo(1);
            assertThat(run.output()).contains("JDK-8377932", "root can change every jar");
        }
        app.prepared(jdk); // for any user but root

        try (AppProcess started = app.launch(jdk).allowAgentLine(".*").start()) {
            started.awaitLine(line -> line.contains("user 0 could change the jars it was made from"), SOON);
            assertThat(Ask.ask(started, "query")).isEqualTo("1");
            assertThat(Ask.exit(started)).isZero();
        }
        app.assertNothingNamed();
    }

    /** A start that runs well and says why it gives the archive up. */
    private void assertGivenUpOnce(Jdk jdk, String reason) {
        assertGivenUpOnce(launch(jdk), reason);
    }

    private void assertGivenUpOnce(AppLaunch launch, String reason) {
        try (AppProcess started = launch.allowAgentLine("perf-agent: .*").start()) {
            assertThat(Ask.ask(started, "query")).isEqualTo("1");
            assertThat(Ask.exit(started)).isZero();
            assertThat(Ask.agentLines(started))
                    .filteredOn(line -> line.contains("jvm.args"))
                    .describedAs(started.output())
                    .singleElement()
                    .asString()
                    .contains(reason, "is given up", "is emptied");
        }
    }

    /** A start with nothing to say. */
    private void assertStartsQuietly(Jdk jdk) {
        try (AppProcess started = launch(jdk).start()) {
            assertThat(Ask.ask(started, "query")).isEqualTo("1");
            assertThat(Ask.exit(started)).isZero();
            assertThat(Ask.agentLines(started)).isEmpty();
            assertThat(started.output()).doesNotContain("[error", "[warning");
        }
    }
}
