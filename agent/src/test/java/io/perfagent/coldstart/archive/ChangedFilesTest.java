package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedFilesTest {
    @TempDir
    Path directory;

    private Path jar;
    private long changedUnixMillis;

    @BeforeEach
    void jar() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        jar = Files.write(directory.resolve("app.jar"), new byte[100]);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0)); // as tools that build images do
        changedUnixMillis = ChangedFiles.changedUnixMillis(jar);
    }

    @Test
    void the_time_of_the_change_counts_and_not_the_date() throws IOException {
        List<File> files = List.of(directory.resolve("none.jar").toFile(), jar.toFile());

        assertThat(ChangedFiles.since(files, changedUnixMillis)).isEqualTo(jar.toFile());
        assertThat(ChangedFiles.since(files, changedUnixMillis + 1)).isNull();
    }

    @Test
    void a_link_that_leads_to_another_file_counts() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("current"), directory);
        List<File> files = List.of(link.resolve("app.jar").toFile());
        long ofLink = ChangedFiles.changedUnixMillis(link, LinkOption.NOFOLLOW_LINKS);

        assertThat(ChangedFiles.since(files, Math.max(ofLink, changedUnixMillis) + 1))
                .isNull();
        assertThat(ChangedFiles.since(files, ofLink)).isEqualTo(files.get(0));
    }
}
