package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTableTest {
    private static final String DOCUMENT =
            "# Title\n\n" + BudgetTable.START + "\nold\n" + BudgetTable.END + "\n\nEnd.\n";

    @TempDir
    Path directory;

    @Test
    void theTableReplacesWhatWasBetweenTheMarkers() throws Exception {
        summary(
                "start-summary.csv",
                BudgetRow.added(
                        17,
                        "time to first response, weave cache warm",
                        "ms",
                        new Sample(1_400),
                        new Sample(1_600),
                        Variant.OPENTELEMETRY,
                        new Sample(6_400),
                        3,
                        1.10));
        summary(
                "requests-summary.csv",
                BudgetRow.added(
                        25,
                        "allocated per request, /full",
                        "bytes",
                        new Sample(30_720, 30_720),
                        new Sample(32_666, 32_768, 32_870),
                        Variant.ELASTIC,
                        new Sample(40_960),
                        100,
                        BudgetRow.NO_LIMIT));
        Path document = Files.writeString(directory.resolve("README.md"), DOCUMENT);

        BudgetTable.main(new String[] {document.toString(), directory.toString()});

        String expected = "# Title\n\n" + BudgetTable.START + "\n"
                + "| what | JDK | no agent | perf-agent | compared with | added | ratio | budget | met |\n"
                + "|---|---|---|---|---|---|---|---|---|\n"
                + "| time to first response, weave cache warm | 17 | 1.40 s | 1.60 s | OpenTelemetry: 6.40 s | 4.0 %"
                + " | 1.14 x | added ≤ 3 %, ≤ 1.1 × | no |\n"
                + "| allocated per request, /full | 25 | 30.0 KiB | 32.0 KiB | Elastic: 40.0 KiB | 20.0 ± 2.1 %"
                + " | 1.07 x | added ≤ 100 % | yes |\n"
                + "\nMeasured at `abc1234` on 2026-11-21. "
                + "*added*: what perf-agent adds as a share of what the other agent adds; *ratio*: against no agent.\n"
                + BudgetTable.END + "\n\nEnd.\n";
        assertThat(document).hasContent(expected);
        BudgetTable.rewrite(document, directory);
        assertThat(document).hasContent(expected);
    }

    @Test
    void severalJdksAreOneRowAndWhatHasNoBudgetIsNone() throws Exception {
        Sample ours = new Sample(2);
        Csv table = BudgetRow.table();
        Revision revision = new Revision("2026-11-21T08:00:00Z", "abc1234");
        BudgetRow.atMost("17", "agent threads while idle", "threads", 2, 4).addTo(table, revision);
        BudgetRow.sideBySide(17, "spans", "spans", ours, Variant.OPENTELEMETRY, ours)
                .addTo(table, revision);
        BudgetRow.atMost("25", "agent threads while idle", "threads", 5, 4).addTo(table, revision);
        table.write(directory.resolve("start-summary.csv"));
        Path document = Files.writeString(directory.resolve("README.md"), DOCUMENT);

        BudgetTable.rewrite(document, directory);

        assertThat(document)
                .content()
                .contains("| agent threads while idle | 17 / 25 |  | 2 / 5 |  |  |  | ≤ 4 | yes / no |")
                .doesNotContain("spans");
    }

    @Test
    void aMissingSummaryLeavesItsRowsOut() throws Exception {
        summary("start-summary.csv", BudgetRow.atMost("17", "agent threads while idle", "threads", 2, 4));
        Path document = Files.writeString(directory.resolve("README.md"), DOCUMENT);
        BudgetTable.rewrite(document, directory);
        assertThat(document)
                .content()
                .contains("| agent threads while idle | 17 |  | 2 |  |  |  | ≤ 4 | yes |")
                .doesNotContain("old");
    }

    @Test
    void withoutAnySummaryTheDocumentStays() throws Exception {
        Path document = Files.writeString(directory.resolve("README.md"), DOCUMENT);
        assertThatThrownBy(() -> BudgetTable.rewrite(document, directory)).isInstanceOf(IOException.class);
        assertThat(document).hasContent(DOCUMENT);
    }

    @Test
    void aDocumentWithoutMarkersIsRefused() {
        for (String text : new String[] {"none", BudgetTable.START, BudgetTable.END + BudgetTable.START}) {
            assertThatThrownBy(() -> BudgetTable.inserted(text, "table")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void summary(String name, BudgetRow row) throws IOException {
        Csv table = BudgetRow.table();
        row.addTo(table, new Revision("2026-11-21T08:00:00Z", "abc1234"));
        table.write(directory.resolve(name));
    }
}
