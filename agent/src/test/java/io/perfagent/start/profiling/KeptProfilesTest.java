package io.perfagent.start.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptProfilesTest {
    @TempDir
    Path directory;

    @Test
    void the_newest_profiles_are_kept_whole_and_what_is_not_ours_stays() throws IOException {
        for (String name : List.of(
                "20261126T100000Z-shop-7-cpu.html",
                "20261126T100000Z-shop-7-cpu.cpu.collapsed",
                "20261126T110000Z-shop-7-heap.html",
                "20261126T110000Z-shop-7-heap.cpu.collapsed",
                "20261126T110000Z-shop-7-heap.alloc.collapsed",
                "20261126T120000Z-shop-9-cpu.html",
                "recording-1-1",
                "notes.txt")) {
            Files.createFile(directory.resolve(name));
        }

        KeptProfiles.prune(directory.toFile(), 2);

        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(
                        "20261126T110000Z-shop-7-heap.html",
                        "20261126T110000Z-shop-7-heap.cpu.collapsed",
                        "20261126T110000Z-shop-7-heap.alloc.collapsed",
                        "20261126T120000Z-shop-9-cpu.html",
                        "recording-1-1",
                        "notes.txt");
    }
}
