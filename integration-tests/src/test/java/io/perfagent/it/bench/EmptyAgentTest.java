package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyAgentTest {
    @TempDir
    Path directory;

    @Test
    void theJarHoldsItsManifestAndTheAgentAlone() throws Exception {
        Path file = EmptyAgent.writeJar(directory.resolve("empty.jar"));
        try (JarFile jar = new JarFile(file.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Premain-Class"))
                    .isEqualTo(EmptyAgent.class.getName());
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "io/perfagent/it/bench/EmptyAgent.class");
        }
    }
}
