package io.perfagent.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.Jdks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped: its size, what a class path sees of it, and that its build is reproducible. */
class AgentJarIT {
    private static final long MAX_BYTES = 12_000_000;
    private static final int MAX_ENTRIES = 200;

    @TempDir(factory = InTarget.class)
    Path directory;

    @Test
    void itIsSmallAndHasFewEntriesTheManifestFirst() throws IOException {
        Path jar = AgentJar.perfAgentPath();
        assertThat(Files.size(jar)).isLessThanOrEqualTo(MAX_BYTES);
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).hasSizeLessThan(MAX_ENTRIES).doesNotHaveDuplicates();
        assertThat(names.get(0)).isEqualTo("META-INF/MANIFEST.MF");
        assertThat(names)
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("io/perfagent/bootstrap/"));
    }

    @Test
    void assembledAgainItHasTheSameBytes() throws IOException {
        Path jar = AgentJar.perfAgentPath();
        Path shaded = jar.resolveSibling("shaded.jar");
        Path source = jar.getParent().resolveSibling("src/assembly/java/AssembleAgentJar.java");
        String version;
        try (JarFile file = new JarFile(jar.toFile())) {
            version = file.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
        Path output = directory.resolve("again.jar");
        ToolRun run = ToolRun.of(
                List.of(
                        Jdks.running().java().toString(),
                        "-cp",
                        shaded.toString(),
                        source.toString(),
                        shaded.toString(),
                        version,
                        output.toString()),
                directory,
                Map.of());
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(Files.mismatch(output, jar)).isEqualTo(-1);
    }
}
