package io.perfagent.it.boot;

import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.OtlpSink;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JVMs on which nothing is woven; an agent before ours makes the JVM look like one. */
@OnEachJdk
class UnsupportedJdkIT {
    private static final int JAVA_8 = 52;

    private final Jdk jdk;

    @TempDir(factory = InTarget.class)
    Path directory;

    UnsupportedJdkIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @ParameterizedTest
    @CsvSource({
        "java.specification.version, 11, perf-agent: Java 11 is not supported",
        "java.vm.name, Eclipse OpenJ9 VM, perf-agent: Eclipse OpenJ9 VM is not supported"
    })
    void oneLineAndTheApplicationRuns(String property, String value, String line) {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, property, value).start()) {
            assertThat(Ask.ask(app, "query")).isEqualTo("1");
            assertThat(Ask.ask(app, "status")).isEqualTo("no status");
            assertThat(Ask.exit(app)).isZero();
            assertThat(agentLines(app)).singleElement().asString().startsWith(line);
            assertThat(sink.requests()).isEmpty();
        }
    }

    @Test
    void onRequestOneThatIsNotHotSpotIsWoven() {
        try (OtlpSink sink = OtlpSink.start();
                AppProcess app = launch(sink, "java.vm.name", "Eclipse OpenJ9 VM")
                        .env("PERF_AGENT_FORCE", "true")
                        .start()) {
            Ask.status(app, ", recording");
            Ask.queryUntilSeen(app, sink);
            assertThat(Ask.exit(app)).isZero();
        }
    }

    /** A JVM that cannot load the class that it is told to start does not start the application. */
    @Test
    void everyJvmSinceEightCanLoadThePremainClass() throws IOException {
        try (ZipFile jar = new ZipFile(AgentJar.perfAgentPath().toFile());
                DataInputStream classFile =
                        new DataInputStream(jar.getInputStream(jar.getEntry("io/perfagent/bootstrap/Premain.class")))) {
            assertThat(classFile.readInt()).isEqualTo(0xcafebabe);
            assertThat(classFile.readUnsignedShort()).isZero();
            assertThat(classFile.readUnsignedShort()).isEqualTo(JAVA_8);
        }
    }

    private AppLaunch launch(OtlpSink sink, String property, String value) {
        Path before = Jars.compile(
                directory.resolve("before.jar"),
                Map.of(
                        "org.example.Before",
                        "package org.example; public class Before { public static void premain(String a) {"
                                + " System.setProperty(\"" + property + "\", \"" + value + "\"); } }"),
                Map.of("Premain-Class", "org.example.Before"));
        return AppProcess.launch(CommandApp.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(new AgentJar(
                        "perf-agent on another JVM",
                        List.of("-javaagent:" + before, "-javaagent:" + AgentJar.perfAgentPath()),
                        true))
                .allowAgentLine(".*")
                .exportTo(sink)
                .env("PERF_AGENT_WEAVE", "eager");
    }
}
