package io.perfagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WovenBeforeTest {
    private static final Jdk JDK = Jdks.running();

    @TempDir
    Path directory;

    private Path dataDirWith(String cache) throws IOException {
        Path dataDir = Files.createTempDirectory(directory, "data");
        Files.writeString(Files.createDirectory(dataDir.resolve("weave")).resolve("1-17-2.weave"), cache);
        return dataDir;
    }

    private WovenBefore of(Path jar, Map<String, String> environment) {
        return WovenBefore.of(JDK, AgentJar.none(), jar.toString(), environment);
    }

    @Test
    void whatAFirstStartHasWovenIsGivenToStartsLikeIt() throws IOException {
        Path jar = Files.writeString(directory.resolve("app.jar"), "first");
        Path another = Files.writeString(directory.resolve("another.jar"), "first");
        WovenBefore first = of(jar, Map.of("PERF_AGENT_SUMMARY", "true"));
        assertThat(first.give(directory.resolve("too-early"))).isFalse();

        first.keep(dataDirWith("woven"));
        first.keep(dataDirWith("another JVM of the tests was later"));

        Path dataDir = directory.resolve("next");
        assertThat(of(jar, Map.of()).give(dataDir)).isTrue();
        Path cache = dataDir.resolve("weave").resolve("1-17-2.weave");
        assertThat(cache).hasContent("woven");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.getParent())))
                .isEqualTo("rwx------");
        assertThat(of(jar, Map.of()).give(dataDir)).as("it has a cache").isFalse();
        assertThat(of(another, Map.of()).give(directory.resolve("of-another-class-path")))
                .isFalse();
        assertThat(of(jar, Map.of("OTEL_INSTRUMENTATION_JDBC_ENABLED", "false")).give(directory.resolve("of-others")))
                .isFalse();
        assertThat(of(jar, Map.of("PERF_AGENT_CACHE", "on")).give(directory.resolve("with-caches")))
                .isFalse();

        Files.writeString(jar, "a jar that was built anew");
        assertThat(of(jar, Map.of()).give(directory.resolve("of-another-build")))
                .isFalse();
    }

    @Test
    void nothingIsKeptOfAStartThatHasNoCache() throws IOException {
        Path jar = Files.writeString(directory.resolve("app.jar"), "nothing");
        WovenBefore none = of(jar, Map.of());

        none.keep(Files.createDirectory(directory.resolve("empty")));

        assertThat(none.give(directory.resolve("next"))).isFalse();
    }
}
