package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.policy.CacheRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CacheRulesFileTest {
    private Path root;
    private final List<String> problems = new ArrayList<>();
    private int written;

    /** Not in the system's directory for temporary files, which anybody may write to. */
    @BeforeEach
    void directory() throws IOException {
        root = Files.createTempDirectory(Files.createDirectories(Path.of("target/rules")), "test");
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + ++written * 1_000L));
    }

    @Test
    void aChangeIsReadOnce() throws IOException {
        Path path = root.resolve("cache.rules");
        CacheRulesFile file = new CacheRulesFile(path.toFile());
        assertThat(file.look(problems)).as("there is none").isNull();

        write(path, "sql:SELECT item=micro\nnonsense\n");
        CacheRules rules = file.look(problems);
        assertThat(rules).isNotNull();
        assertThat(rules.all()).hasSize(1);
        assertThat(problems).singleElement().asString().contains("nonsense");
        assertThat(file.look(problems)).isNull();

        write(path, "sql:SELECT item=micro\nredis:a=micro\n");
        rules = file.look(problems);
        assertThat(rules).isNotNull();
        assertThat(rules.all()).hasSize(2);

        Files.delete(path);
        rules = file.look(problems);
        assertThat(rules).isNotNull();
        assertThat(rules.isEmpty()).isTrue();
        assertThat(problems).hasSize(1);
    }

    @Test
    void whatAnybodyCouldHaveWrittenIsNotUsed() throws IOException {
        Path path = root.resolve("cache.rules");
        write(path, "sql:SELECT item=micro\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));

        CacheRules rules = new CacheRulesFile(path.toFile()).look(problems);

        assertThat(rules).isNotNull();
        assertThat(rules.isEmpty()).isTrue();
        assertThat(problems).singleElement().asString().contains("are not used");
    }
}
