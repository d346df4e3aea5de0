package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Files.createSymbolicLink(data.resolve("process").resolve("1"), elsewhere);
        RequestFolder folder =
                RequestFolder.of(new DataDirectory(Config.load(Sources.ofProcess("PERF_AGENT_DATA_DIR=" + data))), "1");

        folder.make();

        assertThat(kept).exists();
        assertThat(data.resolve("process").resolve("1")).isDirectory();
        assertThat(Files.isSymbolicLink(data.resolve("process").resolve("1"))).isFalse();
        folder.remove();
        assertThat(data.resolve("process").resolve("1")).doesNotExist();
    }
}
