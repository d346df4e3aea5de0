package io.perfagent.it.boot;

import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.Jdks;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive made for the application alone keeps its worth under the agent, and everything is woven all the same. */
class ArchiveIT {
    private static final String SHARED = "source: shared objects file";

    /** The application's jar and what is made of it, once; the JVM looks at the jar's time. */
    @TempDir(factory = InTarget.class)
    static Path made;

    @TempDir(factory = InTarget.class)
    Path directory;

    /** Counts of shared application classes of two starts that did the same. */
    private record Shared(long classes, String output) {}

    @OnEachJdk
    void aDynamicArchiveStaysShared(Jdk jdk) throws IOException {
        Path archive = directory.resolve("app.jsa");
        train(jdk, "-XX:ArchiveClassesAtExit=" + archive);

        assertStaysShared(jdk, "-XX:SharedArchiveFile=" + archive, AgentJar.perfAgent(), AgentJar.perfAgentLib());
    }

    @OnEachJdk
    void aStaticArchiveStaysShared(Jdk jdk) throws IOException {
        Path archive = staticArchive(jdk);

        assertStaysShared(jdk, "-XX:SharedArchiveFile=" + archive, AgentJar.perfAgent(), AgentJar.perfAgentLib());
    }

    @Test
    void aStaticArchiveIsNotWatchedWhileAWarmApplicationStarts() throws IOException {
        Jdk jdk = Jdks.require(25);
        String option = "-XX:SharedArchiveFile=" + staticArchive(jdk);
        long without = start(jdk, AgentJar.none(), option).classes();
        warmUp(jdk, option);

        Path log = directory.resolve("classes.log");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(jdk, AgentJar.perfAgent(), option)
                        .env("PERF_AGENT_WEAVE", "auto")
                        .jvm("-Xlog:class+load:file=" + log)
                        .exportTo(sink)
                        .start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            // The first call is seen; and what asking for the status loads is no part of the start.
            sink.awaitSpans(span -> span.kind().equals("CLIENT"), 1, Duration.ofSeconds(30));
            String status = Ask.status(app, "class loading was left alone for ");
            assertThat(status).contains("JdbcStatement", " 0 misses", "first response after", "(0 classes late)");
            assertThat(status).doesNotContain("problem:");
            drive(app);
            assertThat(shared(log)).isGreaterThanOrEqualTo(without * 95 / 100);
        }
    }

    @Test
    void aTransformerStaysBesideAnotherAgent() throws IOException {
        Jdk jdk = Jdks.require(25);
        String option = "-XX:SharedArchiveFile=" + staticArchive(jdk);
        warmUp(jdk, option);
        Path other = Jars.compile(
                directory.resolve("other.jar"),
                Map.of(
                        "org.example.Other",
                        "package org.example; public class Other { public static void premain(String a) {} }"),
                Map.of("Premain-Class", "org.example.Other"));

        try (AppProcess app = launch(jdk, AgentJar.perfAgent(), option, "-javaagent:" + other)
                .env("PERF_AGENT_WEAVE", "auto")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.status(app, " woven after "))
                    .contains("JdbcStatement")
                    .doesNotContain("left alone");
            assertThat(Ask.exit(app)).isZero();
        }
    }

    /** A first start, until what it had loaded for its first response is woven and remembered. */
    private void warmUp(Jdk jdk, String option) throws IOException {
        try (AppProcess app = launch(jdk, AgentJar.perfAgent(), option)
                .env("PERF_AGENT_WEAVE", "auto")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            app.awaitWeaving();
            assertThat(Ask.exit(app)).isZero();
        }
    }

    private Path staticArchive(Jdk jdk) throws IOException {
        Path archive = made.resolve("app-" + jdk.feature() + ".jsa");
        if (Files.exists(archive)) {
            return archive;
        }
        Path list = made.resolve("app.classes");
        train(jdk, "-XX:DumpLoadedClassList=" + list);
        ToolRun dump = ToolRun.of(
                List.of(
                        jdk.java().toString(),
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + archive,
                        "-Xmx128m",
                        "-cp",
                        classPath()),
                directory,
                Map.of());
        assertThat(dump.exit()).describedAs(dump.output()).isZero();
        return archive;
    }

    @Test
    void anAotCacheStaysSharedAsALibrary() throws IOException {
        Jdk jdk = Jdks.require(25);
        assertStaysShared(jdk, "-XX:AOTCache=" + aotCache(jdk), AgentJar.perfAgentLib());
    }

    @Test
    void anAotCacheRecordedWithTheModuleStaysSharedAsAJavaagent() throws IOException {
        Jdk jdk = Jdks.require(25);
        Path cache = directory.resolve("app.aot");
        train(jdk, "-XX:AOTCacheOutput=" + cache, "--add-modules=java.instrument");

        Shared without = start(jdk, AgentJar.none(), "-XX:AOTCache=" + cache, "--add-modules=java.instrument");
        assertStaysShared(jdk, without, "-XX:AOTCache=" + cache, AgentJar.perfAgent());
    }

    @Test
    void anAotCacheTheJvmCannotUseIsSaidToBe() throws IOException {
        Jdk jdk = Jdks.require(25);
        try (AppProcess app = launch(jdk, AgentJar.perfAgent(), "-XX:AOTCache=" + aotCache(jdk))
                .allowAgentLine(".*java\\.instrument.*")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            Ask.status(app, "JdbcStatement");
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).singleElement().asString().contains("--add-modules java.instrument");
        }
    }

    private Path aotCache(Jdk jdk) throws IOException {
        Path cache = made.resolve("app.aot");
        if (!Files.exists(cache)) {
            train(jdk, "-XX:AOTCacheOutput=" + cache);
        }
        return cache;
    }

    private void train(Jdk jdk, String... options) throws IOException {
        try (AppProcess app = launch(jdk, AgentJar.none(), options).start()) {
            drive(app);
        }
    }

    private void assertStaysShared(Jdk jdk, String option, AgentJar... agents) throws IOException {
        assertStaysShared(jdk, start(jdk, AgentJar.none(), option), option, agents);
    }

    private void assertStaysShared(Jdk jdk, Shared without, String option, AgentJar... agents) throws IOException {
        assertThat(without.classes()).describedAs("an archive worth keeping").isGreaterThan(300);
        for (AgentJar agent : agents) {
            for (String start : new String[] {"first start", "second start"}) {
                Shared with = start(jdk, agent, option);

                assertThat(with.classes())
                        .describedAs("%s, %s; %s without", agent, start, without.classes())
                        .isGreaterThanOrEqualTo(without.classes() * 95 / 100);
                assertThat(with.output())
                        .describedAs("%s, %s", agent, start)
                        .doesNotContain("Sharing is only supported", "Server VM warning");
            }
        }
    }

    /** Starts it, sees the span of a query if there is an agent, and counts the application's shared classes. */
    private Shared start(Jdk jdk, AgentJar agent, String... options) throws IOException {
        Path log = directory.resolve("classes.log");
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(jdk, agent, options)
                        .jvm("-Xlog:class+load:file=" + log)
                        .exportTo(sink)
                        .start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            if (agent.ours()) {
                Ask.queryUntilSeen(app, sink);
            }
            drive(app);
            return new Shared(shared(log), app.output());
        }
    }

    private static long shared(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(SHARED))
                .filter(line -> line.contains(" org.h2.") || line.contains(" io.perfagent.it."))
                .count();
    }

    private static void drive(AppProcess app) {
        assertThat(Ask.ask(app, "query")).isEqualTo("1");
        assertThat(Ask.exit(app)).describedAs(app.output()).isZero();
    }

    private AppLaunch launch(Jdk jdk, AgentJar agent, String... options) throws IOException {
        return AppProcess.launch(CommandApp.class)
                .jdk(jdk)
                .classPath(classPath())
                .agent(agent)
                .dataDir(directory.resolve("data"))
                .jvm("-Xmx128m")
                .jvm(options)
                .env("PERF_AGENT_WEAVE", "eager");
    }

    /** Jars alone: no archive takes classes of directories. */
    private static String classPath() throws IOException {
        Path jar = made.resolve("app.jar");
        if (!Files.exists(jar)) {
            Jars.pack(jar, Jars.origin(CommandApp.class), "io/perfagent/it/boot", Map.of());
        }
        return jar + ":" + Jars.origin(Driver.class);
    }
}
