package io.perfagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class JdksTest {
    @TempDir
    Path machine;

    private Jdk running;

    @BeforeEach
    void running() throws IOException {
        running = new Jdk(17, "17.0.9", jdk("running", "17.0.9"));
    }

    @Test
    void theReleaseFileDecidesNotTheDirectoryName() throws IOException {
        Path home = jdk("jvm/some-jdk-17", "25.0.3");

        assertThat(find(25, Map.of())).isEqualTo(home);
    }

    @Test
    void theEnvironmentComesFirst() throws IOException {
        jdk("jvm/a", "25.0.1");
        Path named = jdk("elsewhere", "25.0.2");

        for (String name : List.of("JAVA_HOME_25", "JAVA_25_HOME", "JAVA25_HOME", "JAVA_HOME")) {
            assertThat(find(25, Map.of(name, named.toString())))
                    .describedAs(name)
                    .isEqualTo(named);
        }
    }

    @Test
    void theRunningJdkComesBeforeInstalledOnes() throws IOException {
        jdk("jvm/a", "17.0.1");

        assertThat(find(17, Map.of())).isEqualTo(running.home());
    }

    @Test
    void whatIsNoCompleteJdkIsPassedOver() throws IOException {
        Files.delete(jdk("jvm/a-runtime-only", "25.0.1").resolve("bin/javac"));
        Files.writeString(jdk("jvm/b-garbled", "25.0.1").resolve("release"), "JAVA_VERSION=\"twenty-five\"\n");
        Files.delete(jdk("jvm/c-no-release", "25.0.1").resolve("release"));

        assertThat(Jdks.find(25, Map.of("JAVA_HOME_25", "/nowhere"), List.of(machine.resolve("jvm")), running))
                .isEmpty();
    }

    @Test
    void anAbsentJdkSkipsTheTestAndSaysHowToGiveOne() {
        assertThatThrownBy(() -> Jdks.require(3))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no JDK 3 on this machine: set JAVA_HOME_3");
    }

    private Path find(int feature, Map<String, String> environment) {
        return Jdks.find(feature, environment, List.of(machine.resolve("jvm")), running)
                .orElseThrow()
                .home();
    }

    private Path jdk(String directory, String version) throws IOException {
        Path home = machine.resolve(directory);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String tool : List.of("java", "javac")) {
            Files.createFile(home.resolve("bin").resolve(tool)).toFile().setExecutable(true);
        }
        return home;
    }
}
