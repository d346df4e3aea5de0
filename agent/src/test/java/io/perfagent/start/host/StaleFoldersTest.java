package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StaleFoldersTest {
    private static final long NOW = 1_800_000_000_000L;

    /** No kernel counts so far. */
    private static final String DEAD = "99999999999";

    @TempDir
    Path process;

    private Path own;

    @BeforeEach
    void make() throws IOException {
        own = folder("7@here-pid1", 0);
    }

    private Path folder(String name, int days) throws IOException {
        Path folder = Files.createDirectory(process.resolve(name));
        Files.createFile(folder.resolve("answer"));
        return aged(folder, days);
    }

    private static Path aged(Path path, int days) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.fromMillis(NOW - TimeUnit.DAYS.toMillis(days) - 1));
    }

    private void clean() {
        StaleFolders.clean(own.toFile(), "@here-pid1", NOW);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void folders_of_processes_of_this_container_that_are_gone_go_after_a_day() throws IOException {
        Path gone = folder(DEAD + "@here-pid1", 1);
        Path young = folder("8" + DEAD + "@here-pid1", 0);
        Path alive = folder(ProcessHandle.current().pid() + "@here-pid1", 100);

        clean();

        assertThat(gone).doesNotExist();
        assertThat(young).isDirectory();
        assertThat(alive).isDirectory();
        assertThat(own).isDirectory();
    }

    @Test
    void those_of_other_containers_and_of_the_machine_go_after_many_days() throws IOException {
        Path recent = folder("1@there-pid2", 29);
        Path old = folder("1@there-pid3", 31);
        Path machine = folder(DEAD, 29);
        Path oldMachine = folder("8" + DEAD, 31);

        clean();

        assertThat(recent).isDirectory();
        assertThat(old).doesNotExist();
        assertThat(machine).isDirectory();
        assertThat(oldMachine).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void on_the_machine_itself_a_folder_has_the_number_alone() throws IOException {
        Path gone = folder(DEAD, 1);
        Path alive = folder(Long.toString(ProcessHandle.current().pid()), 100);

        StaleFolders.clean(own.toFile(), "", NOW);

        assertThat(gone).doesNotExist();
        assertThat(alive).isDirectory();
    }

    @Test
    void links_files_and_what_others_have_put_there_stay() throws IOException {
        Path elsewhere = aged(Files.createDirectory(process.resolve("elsewhere")), 100);
        Path precious = Files.createFile(elsewhere.resolve("precious"));
        Files.createSymbolicLink(process.resolve(DEAD + "@here-pid1"), elsewhere);
        Path file = aged(Files.createFile(process.resolve("1" + DEAD)), 100);
        Path other = folder("4711-notes", 100);
        Path deep = folder("2" + DEAD, 100);
        Path inside = Files.createDirectories(deep.resolve("more").resolve("files"));
        aged(deep, 100);

        clean();

        assertThat(precious).exists();
        assertThat(process.resolve(DEAD + "@here-pid1")).isSymbolicLink();
        assertThat(file).exists();
        assertThat(other).isDirectory();
        assertThat(inside).as("only what a process puts there goes").isDirectory();
    }

    @Test
    void one_start_removes_a_bounded_number() throws IOException {
        for (int i = 0; i < 150; i++) {
            folder((1000 + i) + "@there-pid2", 31);
        }

        clean();

        assertThat(process.toFile().list()).hasSize(51);
    }
}
