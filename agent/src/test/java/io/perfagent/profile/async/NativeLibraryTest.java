package io.perfagent.profile.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.profile.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    private static final String NAME = "linux-x64/libasyncProfiler.so";
    private static final byte[] LIBRARY = {0x7f, 'E', 'L', 'F', 1, 2, 3};

    private File directory = new File("");

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(Path.of("target").toRealPath(), "native")
                .resolve("below")
                .toFile();
    }

    private File ready() throws Refusal {
        return NativeLibrary.ready(directory, NAME, LIBRARY);
    }

    @Test
    void it_is_written_once_for_its_owner_alone() throws Exception {
        File file = ready();

        assertThat(Files.readAllBytes(file.toPath())).isEqualTo(LIBRARY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.toPath())))
                .isEqualTo("rwx------");
        assertThat(file.getName()).matches("libasyncProfiler-4\\.5-linux-x64-[0-9a-f]{16}\\.so");
        long modified = file.lastModified();
        assertThat(ready()).isEqualTo(file);
        assertThat(file.lastModified()).isEqualTo(modified);
        assertThat(directory.list()).containsExactly(file.getName());
    }

    @Test
    void one_that_was_tampered_with_is_not_loaded() throws Exception {
        File file = ready();
        byte[] other = LIBRARY.clone();
        other[5] ^= 1;
        Files.write(file.toPath(), other);

        assertThatThrownBy(this::ready).isInstanceOf(Refusal.class).hasMessageContaining("SHA-256");
        assertThat(Files.readAllBytes(file.toPath())).isEqualTo(other);
    }

    @Test
    void one_that_others_can_write_is_not_loaded() throws Exception {
        File file = ready();
        Files.setPosixFilePermissions(file.toPath(), PosixFilePermissions.fromString("rw-rw----"));

        assertThatThrownBy(this::ready).isInstanceOf(Refusal.class).hasMessageContaining("is writable by others");
    }

    @Test
    void one_behind_a_symbolic_link_is_not_loaded() throws Exception {
        File file = ready();
        Path elsewhere = directory.toPath().resolveSibling("elsewhere.so");
        Files.move(file.toPath(), elsewhere);
        Files.createSymbolicLink(file.toPath(), elsewhere);

        assertThatThrownBy(this::ready).isInstanceOf(Refusal.class).hasMessageContaining("symbolic link");
    }

    @Test
    void where_nothing_can_be_written_it_says_so() throws Exception {
        Files.createFile(directory.toPath());

        assertThatThrownBy(this::ready)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("PERF_AGENT_DATA_DIR");
    }

    @Test
    void the_file_system_that_holds_it_tells_whether_it_may_run() {
        String mounts = "/dev/root / ext4 rw 0 0\n"
                + "tmpfs /data tmpfs rw,noexec,nosuid 0 0\n"
                + "tmpfs /data/ok tmpfs rw 0 0\n"
                + "tmpfs /with\\040space tmpfs noexec 0 0\n";

        assertThat(NativeLibrary.noexecMount(mounts, "/data/native/a.so")).isEqualTo("/data");
        assertThat(NativeLibrary.noexecMount(mounts, "/database/a.so")).isNull();
        assertThat(NativeLibrary.noexecMount(mounts, "/data/ok/a.so")).isNull();
        assertThat(NativeLibrary.noexecMount(mounts, "/with space/a.so")).isEqualTo("/with space");
        assertThat(NativeLibrary.noexecMount("tmpfs / tmpfs noexec 0 0", "/a.so"))
                .isEqualTo("/");
        assertThat(NativeLibrary.noexecMount("", "/a.so")).isNull();
    }

    @Test
    void platforms_without_a_library_are_for_another_engine() throws Refusal {
        assertThat(NativeLibrary.nameInJar("Linux", "amd64")).isEqualTo(NAME);
        assertThat(NativeLibrary.nameInJar("Linux", "aarch64")).isEqualTo("linux-arm64/libasyncProfiler.so");
        for (List<String> other : List.of(
                List.of("Windows Server 2022", "amd64"), List.of("Mac OS X", "aarch64"), List.of("Linux", "riscv64"))) {
            assertThatThrownBy(() -> NativeLibrary.nameInJar(other.get(0), other.get(1)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(other.get(0))
                    .extracting(refusal -> ((Refusal) refusal).isOfPlatform())
                    .isEqualTo(true);
        }
    }
}
