package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreloadingTest {
    @TempDir
    Path directory;

    @Test
    void an_application_that_changes_or_defines_its_own_classes_is_told() {
        assertThat(Preloading.changesClasses(List.of("app.Main", "javassist.ClassPool")))
                .isEqualTo("javassist.ClassPool");
        assertThat(Preloading.changesClasses(List.of("app.Main", "net.bytebuddy.agent.Installer")))
                .isEqualTo("net.bytebuddy.agent.Installer");
        assertThat(Preloading.changesClasses(List.of("app.Main"))).isNull();
    }

    @Test
    void a_list_whose_starts_do_not_become_ready_is_told() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("1.classes.starts"));
        Files.createFile(folder.resolve("attempt-1-1"));
        assertThat(attempts().failure()).as("one may have had another cause").isEmpty();
        Files.createFile(folder.resolve("attempt-2-1"));

        assertThat(attempts().failure()).isEqualTo("2 starts with it ended before they were ready");
        attempts().forget();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_start_that_becomes_ready_clears_its_list() throws IOException {
        PreloadAttempts start = attempts();
        start.begin();
        Files.createFile(directory.resolve("1.classes.starts").resolve("attempt-1-1"));
        start.ready();

        assertThat(directory.resolve("1.classes.starts")).isEmptyDirectory();
    }

    private PreloadAttempts attempts() {
        return new PreloadAttempts(directory.resolve("1.classes").toFile());
    }
}
