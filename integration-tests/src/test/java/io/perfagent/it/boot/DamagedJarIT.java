package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;
import static io.perfagent.it.boot.Ask.agentLines;
import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppLaunch;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.fixture.TalkingFixture;
import io.perfagent.it.fixture.TomcatFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's jar is not what it was: the application runs on all the same, and at most one line says so. */
@OnEachJdk
class DamagedJarIT {
    private static final byte[] BLOB_NAME = "perf-agent.blob".getBytes(StandardCharsets.US_ASCII);

    /** More than the entries behind the blob and the jar's directory take. */
    private static final int DIRECTORY_BYTES = 8000;

    private final Jdk jdk;

    @TempDir
    Path directory;

    DamagedJarIT(Jdk jdk) {
        this.jdk = jdk;
    }

    /** The JVM reads a jar from its end: it refuses one that was cut before any code of an agent could say so kindly. */
    @Test
    void cutShortTheJvmItselfRefusesIt() throws IOException {
        byte[] bytes = Files.readAllBytes(AgentJar.perfAgentPath());
        Path jar = Files.write(directory.resolve("cut.jar"), Arrays.copyOf(bytes, bytes.length / 2));
        try (AppProcess app = AppProcess.launch(TalkingFixture.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(agent(jar))
                .start()) {
            assertThat(app.awaitExit(SOON)).isEqualTo(1);
            assertThat(app.output()).contains("Error opening zip file or JAR manifest missing");
        }
    }

    /** Written in part, as by a copy that broke off within a file already made its full size. */
    @Test
    void classesLostBehindTheManifest() throws IOException {
        byte[] whole = Files.readAllBytes(AgentJar.perfAgentPath());
        int blob = blob(whole);
        int end = whole.length - DIRECTORY_BYTES; // without its directory the JVM would refuse the jar
        for (int from : new int[] {blob, blob + 8, blob + 40_000, blob + 1_000_000}) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, from, end, (byte) 0);

            assertRunsOn(bytes, "zeros from " + from + ", the blob begins at " + blob, true);
        }
    }

    @Test
    void aFlippedByte() throws IOException {
        byte[] whole = Files.readAllBytes(AgentJar.perfAgentPath());
        int blob = blob(whole);
        for (int at :
                new int[] {blob - 2000, blob, blob + 12, blob + 13, blob + 16, blob + 20, blob + 400, blob + 100_000}) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x55;

            assertRunsOn(bytes, "byte " + at + " flipped, the blob begins at " + blob, at == blob);
        }
    }

    @Test
    void everyByteOfTheCoreFlipped() throws IOException {
        byte[] bytes = Files.readAllBytes(AgentJar.perfAgentPath());
        for (int at = blob(bytes) + 64; at < bytes.length - DIRECTORY_BYTES; at += 97) {
            bytes[at] ^= 0x11;
        }

        assertRunsOn(bytes, "many bytes flipped", true);
    }

    @Test
    void overwrittenUnderARunningJvmBeforeItHasWoven() throws IOException {
        Path jar = directory.resolve("perf-agent.jar");
        Files.copy(AgentJar.perfAgentPath(), jar);
        try (AppProcess app = AppProcess.launch(TomcatFixture.class)
                .jdk(jdk)
                .agent(agent(jar))
                .allowAgentLine(".*")
                .env("PERF_AGENT_WEAVE_DELAY", "1h")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .start()) {
            int port = app.awaitPort();
            byte[] other = new byte[(int) Files.size(jar)];
            try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
                file.write(other); // the same file, not a new one by this name
            }

            assertThat(Ask.get(port, "/plain")).isEqualTo("hello GET"); // now weaving begins
            app.awaitLine(line -> line.startsWith("perf-agent"), SOON);
            assertThat(Ask.get(port, "/plain")).isEqualTo("hello GET");
            assertThat(Ask.get(port, "/h2/literal")).isNotEmpty();
            assertThat(app.stop()).isEqualTo(143);
            assertThat(agentLines(app)).hasSizeLessThanOrEqualTo(1);
        }
    }

    private void assertRunsOn(byte[] jarBytes, String how, boolean told) throws IOException {
        Path jar = directory.resolve("damaged.jar");
        Files.write(jar, jarBytes);
        AppLaunch launch = AppProcess.launch(TalkingFixture.class)
                .classPath(Jars.ofCommandApp())
                .jdk(jdk)
                .agent(agent(jar))
                .allowAgentLine(".*")
                .env("PERF_AGENT_WEAVE", "eager")
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .jvm("-XX:+ExitOnOutOfMemoryError") // a damaged size must not become an allocation
                .arguments("application ran", "exit");
        try (AppProcess app = launch.start()) {
            assertThat(app.awaitExit(SOON))
                    .describedAs("%s: %s", how, app.output())
                    .isZero();
            assertThat(app.lines()).describedAs(how).contains("application ran");
            List<String> said = agentLines(app);
            assertThat(said).describedAs(how).hasSizeLessThanOrEqualTo(1);
            if (told) {
                assertThat(said).describedAs(how).hasSize(1);
            }
            assertThat(app.output()).describedAs(how).doesNotContain("Exception in thread", "\tat ");
        }
    }

    private static AgentJar agent(Path jar) {
        return new AgentJar("damaged", List.of("-javaagent:" + jar), true);
    }

    /** Where the blob's bytes begin. */
    private static int blob(byte[] jar) {
        for (int i = 30; i < 200_000; i++) {
            boolean header = jar[i - 30] == 'P' && jar[i - 29] == 'K' && jar[i - 28] == 3 && jar[i - 27] == 4;
            if (header && Arrays.equals(jar, i, i + BLOB_NAME.length, BLOB_NAME, 0, BLOB_NAME.length)) {
                int extra = (jar[i - 2] & 0xff) | (jar[i - 1] & 0xff) << 8;
                return i + BLOB_NAME.length + extra;
            }
        }
        throw new AssertionError("no blob in the jar");
    }
}
