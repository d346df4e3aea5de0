package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.weave.cache.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFolderTest {
    @TempDir
    Path directory;

    @Test
    void a_link_in_its_place_goes_and_what_it_leads_to_stays() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path kept = Files.createFile(elsewhere.resolve("id_rsa"));
        Path data = directory.resolve("data");
        Files.createDirectories(data.resolve("process"));
        RequestFolder folder = folder(data);
        Path place = Path.of(folder.path());
        Files.createSymbolicLink(place, elsewhere);

        folder.make();

        assertThat(kept).exists();
        assertThat(place).isDirectory();
        assertThat(Files.isSymbolicLink(place)).isFalse();
        folder.remove();
        assertThat(place).doesNotExist();
    }

    @Test
    void a_process_that_lives_shows_it_every_hour() throws IOException {
        RequestFolder folder = folder(directory.resolve("data"));
        folder.make();
        File place = new File(folder.path());
        assertThat(place.setLastModified(1_000_000_000_000L)).isTrue();

        folder.take();
        assertThat(place.lastModified()).isEqualTo(1_000_000_000_000L);
        folder.touch(System.nanoTime() + 3_601_000_000_000L);

        assertThat(place.lastModified()).isGreaterThan(1_000_000_000_000L);
    }

    @Test
    void one_that_starts_removes_what_killed_ones_have_left() throws IOException {
        Path data = directory.resolve("data");
        Path left = Files.createDirectories(data.resolve("process").resolve("1@gone-pid1"));
        assertThat(left.toFile().setLastModified(1_000_000_000_000L)).isTrue();

        folder(data).make();

        assertThat(left).doesNotExist();
    }

    @Test
    void who_asks_at_once_waits_for_the_other_and_each_has_its_own_answer() throws Exception {
        RequestFolder folder = folder(directory.resolve("data"));
        folder.make();
        try (FileChannel turns = AtomicFile.lockable(new File(folder.path(), "turn"));
                FileLock other = turns.lock()) {
            assertThat(other.isValid()).isTrue();
            assertThat(folder.ask("status", 200_000_000L))
                    .as("while another command asks")
                    .isNull();
            assertThat(folder.take()).as("a request beside the other's").isNull();
        }
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return folder.ask("status", 60_000_000_000L);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        String request = null;
        while (request == null) {
            request = folder.take();
        }
        folder.answer(request + ": fine");

        assertThat(asked.get(60, TimeUnit.SECONDS)).isEqualTo("status: fine");
    }

    private static RequestFolder folder(Path data) {
        return RequestFolder.of(new DataDirectory(Config.load(Sources.ofProcess("PERF_AGENT_DATA_DIR=" + data))), "1");
    }
}
