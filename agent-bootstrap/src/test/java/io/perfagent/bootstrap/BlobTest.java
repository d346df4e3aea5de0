package io.perfagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobTest {
    private static final byte[] TEXT =
            "the same words, the same words, the same words".getBytes(StandardCharsets.UTF_8);
    private static final int OFFSET = 37;

    @TempDir
    Path directory;

    private RandomAccessFile open;

    @AfterEach
    void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    private Blob blob(Path file) throws IOException {
        open = new RandomAccessFile(file.toFile(), "r");
        return new Blob(open, OFFSET);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_entry_is_found_in_its_own_section_only(boolean deflated) throws IOException {
        BlobFile content = new BlobFile(deflated);
        for (int i = 0; i < 300; i++) {
            content.put(i % 3, "io.perfagent.C" + i, (i + " " + "x".repeat(i)).getBytes(StandardCharsets.UTF_8));
        }
        Blob blob = blob(content.write(directory.resolve("blob"), OFFSET));

        assertThat(blob.build).isEqualTo(BlobFile.BUILD);
        for (int i = 0; i < 300; i++) {
            String name = "io.perfagent.C" + i;
            assertThat(blob.read(i % 3, name)).asString().isEqualTo(i + " " + "x".repeat(i));
            assertThat(blob.has(i % 3, name)).isTrue();
            assertThat(blob.has((i + 1) % 3, name)).isFalse();
            assertThat(blob.read((i + 1) % 3, name)).isNull();
        }
        assertThat(blob.read(Blob.CORE, "absent")).isNull();
    }

    @Test
    void an_empty_section_holds_nothing() throws IOException {
        Blob blob = blob(new BlobFile(false).write(directory.resolve("blob"), OFFSET));

        assertThat(blob.has(Blob.WEAVE, "any")).isFalse();
        assertThat(blob.read(Blob.WEAVE, "any")).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_entry_that_was_overwritten_is_refused(boolean deflated) throws IOException {
        Path file = new BlobFile(deflated).put(Blob.CORE, "name", TEXT).write(directory.resolve("blob"), OFFSET);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 0x55;
        Files.write(file, bytes);
        Blob blob = blob(file);

        assertThatThrownBy(() -> blob.read(Blob.CORE, "name")).isInstanceOf(IOException.class);
    }

    @Test
    void an_entry_that_was_cut_off_is_refused() throws IOException {
        Path file = new BlobFile(false).put(Blob.CORE, "name", TEXT).write(directory.resolve("blob"), OFFSET);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        Blob blob = blob(file);

        assertThatThrownBy(() -> blob.read(Blob.CORE, "name")).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_no_blob_is_refused() throws IOException {
        Path file = Files.write(directory.resolve("blob"), new byte[OFFSET + 64]);

        assertThatThrownBy(() -> blob(file)).isInstanceOf(IOException.class).hasMessageContaining("no agent classes");
    }

    @Test
    void a_read_after_the_jar_was_closed_is_an_io_exception() throws IOException {
        Blob blob = blob(new BlobFile(false).put(Blob.CORE, "name", TEXT).write(directory.resolve("blob"), OFFSET));
        open.close();

        assertThat(blob.has(Blob.CORE, "name")).isFalse();
        assertThatThrownBy(() -> blob.read(Blob.CORE, "name")).isInstanceOf(IOException.class);
    }
}
