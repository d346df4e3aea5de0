package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverheadTableTest {
    @TempDir
    Path directory;

    @Test
    void theTableIsDrawnBetweenItsMarkers() throws Exception {
        Csv summary = ProfileBenchmark.summary();
        summary.add("2026-01-02T03:04:05Z", "abc", 17, "async-profiler cpu", 9, -1.25, 0.5, 1.0, 4.0);
        summary.add("2026-01-02T03:04:05Z", "abc", 25, "async-profiler cpu", 7, 0.04, 0.25, -0.31, 5.04);
        summary.write(directory.resolve("profile-summary.csv"));
        Path document = directory.resolve("page.md");
        Files.writeString(document, "before\n" + OverheadTable.START + "\nold\n" + OverheadTable.END + "\nafter\n");

        OverheadTable.rewrite(document, directory);

        assertThat(Files.readString(document))
                .isEqualTo("before\n" + OverheadTable.START + "\n"
                        + "| mode | JDK | throughput | CPU per request | memory | pairs |\n"
                        + "|---|---|---|---|---|---|\n"
                        + "| async-profiler cpu | 17 / 25 | -1.3 ± 0.5 % / +0.0 ± 0.3 % | +1.0 % / -0.3 % |"
                        + " +4.0 MiB / +5.0 MiB | 9 / 7 |\n"
                        + "\nMeasured with `abc` on 2026-01-02.\n"
                        + OverheadTable.END + "\nafter\n");
    }
}
