package io.perfagent.weave.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a directory whose own parents can be trusted; the system's temporary directory is writable by everyone. */
class CacheTrustTest {
    private Path root;
    private Path directory;
    private Path file;
    private int user;

    @BeforeEach
    void files() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        Path here = Path.of("target").toRealPath();
        user = (Integer) Files.getAttribute(here, "unix:uid");
        root = Files.createTempDirectory(here, "trust");
        directory = Files.createDirectory(root.resolve("data"));
        file = Files.write(directory.resolve("cache"), new byte[1]);
        mode(directory, "rwx------");
        mode(file, "rw-------");
        assumeTrue(CacheTrust.objection(here, user) == null, "the build's own directory cannot be trusted");
    }

    @AfterEach
    void delete() throws IOException {
        if (root != null) {
            Files.deleteIfExists(root.resolve("link"));
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
            Files.deleteIfExists(root);
        }
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void a_file_of_ones_own_in_a_directory_of_ones_own_is_trusted() throws IOException {
        assertThat(CacheTrust.objection(file, user)).isNull();
        assertThat(CacheTrust.objection(file.toFile())).isNull();
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, true", "rw-rw----, false", "rw----rw-, false", "r--------, true"})
    void the_file_may_be_written_by_no_one_else(String permissions, boolean trusted) throws IOException {
        mode(file, permissions);

        String objection = CacheTrust.objection(file, user);

        if (trusted) {
            assertThat(objection).isNull();
        } else {
            assertThat(objection).contains("writable by others").contains("cache");
        }
    }

    @ParameterizedTest
    @CsvSource({"rwxr-xr-x, true", "rwxrwx---, false", "rwx----wx, false"})
    void so_may_its_directory_and_those_above(String permissions, boolean trusted) throws IOException {
        mode(directory, permissions);
        assertThat(CacheTrust.objection(file, user) == null).isEqualTo(trusted);

        mode(directory, "rwx------");
        mode(root, permissions);
        assertThat(CacheTrust.objection(file, user) == null).isEqualTo(trusted);
        mode(root, "rwx------");
    }

    @Test
    void a_file_of_another_user_is_not_trusted_unless_that_is_root() throws IOException {
        String objection = CacheTrust.objection(file, user + 1);

        if (user == 0) {
            assertThat(objection).isNull();
            Files.setAttribute(file, "unix:uid", 4711);
            assertThat(CacheTrust.objection(file, user)).contains("belongs to another user");
            assertThat(CacheTrust.objection(file, 4711)).isNull();
            Files.setAttribute(file, "unix:uid", 0);
            Files.setAttribute(directory, "unix:uid", 4711);
            assertThat(CacheTrust.objection(file, user)).contains("belongs to another user");
        } else {
            assertThat(objection).contains("belongs to another user");
        }
    }

    @Test
    void symbolic_links_are_not_followed() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), file);
        assertThat(CacheTrust.objection(link, user)).contains("symbolic link");
        Files.delete(link);

        Files.createSymbolicLink(link, directory);
        assertThat(CacheTrust.objection(link.resolve("cache"), user)).contains("symbolic link");
    }

    @Test
    void a_file_that_is_not_there_is_not_trusted() {
        assertThatThrownBy(() -> CacheTrust.objection(root.resolve("absent"), user))
                .isInstanceOf(IOException.class);
        assertThat(CacheTrust.objection(root.resolve("absent").toFile())).isNotNull();
    }
}
