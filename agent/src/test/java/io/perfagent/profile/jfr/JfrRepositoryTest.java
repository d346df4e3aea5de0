package io.perfagent.profile.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JfrRepositoryTest {
    @TempDir
    Path directory;

    @Test
    void what_others_have_left_goes_and_what_a_link_leads_to_stays() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("db"));
        Path kept = Files.createFile(elsewhere.resolve("table"));
        Path folder = Files.createDirectory(directory.resolve("jfr"));
        Path left = Files.createDirectory(folder.resolve("2026_01_01_1"));
        Path chunk = Files.createFile(left.resolve("2026_01_01.jfr"));
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        long inTwoHours = System.currentTimeMillis() + Duration.ofHours(2).toMillis();

        JfrRepository.clean(folder.toFile(), inTwoHours);

        assertThat(chunk).doesNotExist();
        assertThat(left).doesNotExist();
        assertThat(kept).exists();
    }
}
