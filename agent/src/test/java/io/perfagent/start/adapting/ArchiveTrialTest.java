package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.start.watch.StartRecordLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveTrialTest {
    private static final String ARCHIVE = "19af.jsa";

    private static List<StartRecordLine> starts(int without, double before, int with, double after) {
        List<StartRecordLine> starts = new ArrayList<>();
        for (int i = 0; i < without; i++) {
            starts.add(new StartRecordLine("shop", i, before + i, "", "", Map.of(), Map.of()));
        }
        starts.add(new StartRecordLine("shop", 0, 1, "", "another.jsa", Map.of(), Map.of()));
        for (int i = 0; i < with; i++) {
            starts.add(new StartRecordLine("shop", 100 + i, after + i, "", ARCHIVE, Map.of(), Map.of()));
        }
        return starts;
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1000, 5, 600, FASTER",
        "5, 600, 5, 1000, SLOWER",
        "5, 1000, 4, 600, WAIT", // no look
        "5, 1000, 6, 600, WAIT",
        "4, 1000, 5, 600, WAIT", // nothing to compare with
        "0, 1000, 30, 600, WAIT",
        "20, 1000, 5, 1005, WAIT",
        "20, 1000, 10, 1005, WAIT",
        "20, 1000, 20, 1000, NO_GAIN",
        "20, 1000, 23, 1000, NO_GAIN", // one was not put on record
        "20, 1000, 20, 800, FASTER"
    })
    void judged(int without, double before, int with, double after, ArchiveTrial.Answer answer) {
        assertThat(ArchiveTrial.judge(starts(without, before, with, after), ARCHIVE, false)
                        .answer())
                .isEqualTo(answer);
    }

    @Test
    void one_that_is_kept_is_judged_at_the_looks_and_not_at_every_start_after_them() {
        assertThat(ArchiveTrial.judge(starts(20, 600, 20, 1000), ARCHIVE, true).answer())
                .isEqualTo(ArchiveTrial.Answer.SLOWER);
        assertThat(ArchiveTrial.judge(starts(20, 600, 21, 1000), ARCHIVE, true).answer())
                .isEqualTo(ArchiveTrial.Answer.WAIT);
    }

    @Test
    void the_verdict_says_what_it_rests_on() {
        ArchiveTrial.Verdict verdict = ArchiveTrial.judge(starts(5, 1000, 5, 600), ARCHIVE, false);

        assertThat(verdict.line())
                .isEqualTo("ready after 602 ms with it and 1002 ms without (medians of 5 and 5 starts)");
        assertThat(verdict.evidence().toString()).contains("shift_ms=-400", "p=0.004");
    }

    @Test
    void an_archive_that_changes_nothing_is_seldom_called_faster_or_slower() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int wrong = 0;
        for (int i = 0; i < 1000; i++) {
            List<StartRecordLine> starts = new ArrayList<>();
            for (int s = 0; s < 40; s++) {
                double ready = 1000 + 80 * random.nextGaussian();
                starts.add(new StartRecordLine("shop", s, ready, "", s < 20 ? "" : ARCHIVE, Map.of(), Map.of()));
            }
            boolean called = false;
            for (int look : ArchiveTrial.LOOKS) {
                ArchiveTrial.Answer answer = ArchiveTrial.judge(starts.subList(0, 20 + look), ARCHIVE, false)
                        .answer();
                called |= answer == ArchiveTrial.Answer.FASTER || answer == ArchiveTrial.Answer.SLOWER;
            }
            wrong += called ? 1 : 0;
        }
        assertThat(wrong).describedAs("of 1000, seed %d", seed).isLessThan(75);
    }
}
