package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a directory that only its owner can write, up to the root; the system's temporary directory is open to all. */
class WriteAccessTest {
    private Path directory;
    private Path jar;
    private int owner;

    @BeforeEach
    void files() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        Path here = Path.of("target").toRealPath();
        owner = (Integer) Files.getAttribute(here, "unix:uid");
        directory = Files.createTempDirectory(here, "access");
        jar = Files.createFile(directory.resolve("app.jar"));
        mode(directory, "rwxr-xr-x");
        mode(jar, "rw-r--r--");
        assumeTrue(
                WriteAccess.objection(List.of(here.toFile()), owner + 1) == null,
                "the build's own directory is open to others");
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(directory.resolve("link.jar"));
        Files.deleteIfExists(jar);
        Files.deleteIfExists(directory);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private String objection(int user) {
        return WriteAccess.objection(List.of(jar.toFile()), user);
    }

    @Test
    void another_user_can_change_nothing() {
        assertThat(objection(owner + 1)).isNull();
    }

    @Test
    void the_owner_can_whatever_the_mode_says() throws IOException {
        assumeTrue(owner != 0);
        mode(jar, "r--r--r--");

        assertThat(objection(owner)).contains("belongs to user " + owner);
    }

    @Test
    void root_can() {
        assertThat(objection(0)).contains("root can change every jar");
    }

    @Test
    void any_user_but_root_can_change_nothing_that_is_roots() {
        assertThat(objection(-1) == null).isEqualTo(owner == 0);
    }

    @ParameterizedTest
    @CsvSource({"rwxr-xr-x, rw-rw-r--", "rwxr-xr-x, rw-r--rw-", "rwxrwxr-x, rw-r--r--", "rwxr-xrwx, rw-r--r--"})
    void what_a_group_or_others_may_write_can_be_changed(String ofDirectory, String ofJar) throws IOException {
        mode(directory, ofDirectory);
        mode(jar, ofJar);

        assertThat(objection(owner + 1)).contains("is writable by others");
    }

    @Test
    void a_link_is_judged_by_both_its_ends() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.jar"), jar);
        assertThat(WriteAccess.objection(List.of(link.toFile()), owner + 1)).isNull();

        mode(jar, "rw-rw-rw-");
        assertThat(WriteAccess.objection(List.of(link.toFile()), owner + 1)).contains("is writable by others");
    }

    @Test
    void one_that_is_not_there_is_judged_by_its_directory() throws IOException {
        List<java.io.File> missing = List.of(directory.resolve("missing.jar").toFile());
        assertThat(WriteAccess.objection(missing, owner + 1)).isNull();

        mode(directory, "rwxrwxrwx");
        assertThat(WriteAccess.objection(missing, owner + 1)).contains("is writable by others");
    }
}
