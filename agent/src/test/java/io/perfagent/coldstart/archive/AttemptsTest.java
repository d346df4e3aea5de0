package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
    private static final long NO_PROCESS = 1L << 30; // above Linux's highest process id

    @TempDir
    Path directory;

    private Attempts attempts() {
        return new Attempts(directory.toFile());
    }

    @Test
    void a_start_that_is_over_leaves_nothing() {
        Attempts start = attempts();
        start.begin();
        assertThat(directory).isNotEmptyDirectory();
        start.end();
        start.end();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void those_of_processes_that_are_gone_and_of_this_process_id_count() throws IOException {
        attempts().begin();
        Files.createFile(directory.resolve("attempt-1-" + NO_PROCESS));
        Files.createFile(directory.resolve("another.jsa"));

        assertThat(attempts().unfinished()).isEqualTo(2);
    }

    @Test
    void that_of_another_process_that_lives_does_not_count() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/1")), "no /proc on this system");
        assumeTrue(ProcessHandle.current().pid() != 1);
        Files.createFile(directory.resolve("attempt-1-1"));

        assertThat(attempts().unfinished()).isZero();
    }

    @Test
    void clearing_forgets_markers_only() throws IOException {
        Files.createFile(directory.resolve("attempt-1-" + NO_PROCESS));
        Files.createFile(directory.resolve("another.jsa"));

        attempts().clear();

        assertThat(attempts().unfinished()).isZero();
        assertThat(directory.resolve("another.jsa")).exists();
    }

    @Test
    void a_folder_that_is_not_there_counts_nothing() {
        Attempts nowhere = new Attempts(directory.resolve("none").toFile());
        nowhere.begin();
        nowhere.end();

        assertThat(nowhere.unfinished()).isZero();
    }
}
