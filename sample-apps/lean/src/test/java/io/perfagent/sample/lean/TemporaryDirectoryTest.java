package io.perfagent.sample.lean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
    @Test
    void closingDeletesAllItHoldsButFollowsNoLink(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "kept");
        TemporaryDirectory directory = TemporaryDirectory.create("lean-test-");
        Path nested = Files.createDirectories(directory.path().resolve("a/b"));
        Files.writeString(nested.resolve("file"), "gone");
        Files.createSymbolicLink(directory.path().resolve("link"), elsewhere);

        directory.close();
        directory.close();

        assertThat(directory.path()).doesNotExist();
        assertThat(precious).hasContent("kept");
    }
}
