package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
    @TempDir
    Path directory;

    private Attempts attempts() {
        return new Attempts(directory.toFile());
    }

    private Attempts begun() {
        Attempts start = attempts();
        start.begin();
        start.hold();
        return start;
    }

    private void ended(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.createFile(directory.resolve("attempt-1-" + i));
        }
    }

    @Test
    void a_start_that_is_over_leaves_nothing() {
        Attempts start = begun();
        assertThat(directory).isNotEmptyDirectory();
        start.end();
        start.end();
        start.hold();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void those_whose_process_is_gone_count_from_two_on() throws IOException {
        Files.createFile(directory.resolve("another.jsa"));
        ended(1);
        assertThat(attempts().unfinished()).isZero();
        Files.createFile(directory.resolve("attempt-2-0"));

        assertThat(attempts().unfinished()).isEqualTo(2);
    }

    @Test
    void those_that_go_on_do_not_count_whatever_container_they_are_in() throws IOException {
        begun();
        begun();
        ended(1);
        assertThat(attempts().unfinished()).isZero();
        Files.createFile(directory.resolve("attempt-2-0"));

        assertThat(attempts().unfinished()).isEqualTo(2);
    }

    @Test
    void one_that_is_over_clears_earlier_ones_and_none_that_goes_on() throws IOException {
        Attempts other = begun();
        ended(3);
        Attempts start = begun();

        start.end();

        assertThat(directory.toFile().list()).hasSize(1);
        other.end();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void clearing_the_others_keeps_the_lock_on_its_own() throws IOException {
        Path locks = Path.of("/proc/locks");
        assumeTrue(Files.isReadable(locks), "no Linux");
        Attempts start = begun();
        ended(2);
        Object inode;
        try (Stream<Path> files = Files.list(directory)) {
            Path own = files.filter(file -> !file.getFileName().toString().startsWith("attempt-1-"))
                    .findFirst()
                    .orElseThrow();
            inode = Files.getAttribute(own, "unix:ino");
        }
        assertThat(Files.readString(locks)).contains(":" + inode + " ");

        start.clear();

        assertThat(Files.readString(locks)).contains(":" + inode + " ");
        assertThat(directory).isDirectoryNotContaining("glob:**attempt-1-*");
    }

    @Test
    void clearing_forgets_markers_only() throws IOException {
        ended(2);
        Files.createFile(directory.resolve("another.jsa"));

        attempts().clear();

        assertThat(attempts().unfinished()).isZero();
        assertThat(directory.toFile().list()).containsExactly("another.jsa");
    }

    @Test
    void a_folder_that_is_not_there_counts_nothing() {
        Attempts nowhere = new Attempts(directory.resolve("none").toFile());
        nowhere.begin();
        nowhere.hold();
        nowhere.end();

        assertThat(nowhere.unfinished()).isZero();
    }
}
