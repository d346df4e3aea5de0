package io.perfagent.start.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.TargetPhase;
import io.perfagent.coldstart.TargetsParser;
import io.perfagent.coldstart.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetJudgeTest {
    private final List<StartRecordLine> starts = new ArrayList<>();

    static StartRecordLine start(double readyMillis) {
        return new StartRecordLine("shop", 1, readyMillis, "listening", "", Map.of("db", readyMillis / 2), Map.of());
    }

    private static List<TargetPhase> phases(String text) {
        List<String> problems = new ArrayList<>();
        List<TargetPhase> phases = TargetsParser.parse("TARGETS", text, problems);
        assertThat(problems).isEmpty();
        return phases;
    }

    /** What is said of the last start, such as {@code "max warning 80 raised"}. */
    private List<String> judge(String targets) {
        List<String> told = new ArrayList<>();
        for (Verdict one : TargetJudge.judge(phases(targets), starts)) {
            told.add(one.statistic() + " " + one.level().title + " " + Math.round(one.used() * 100)
                    + (one.raised() ? " raised" : ""));
        }
        return told;
    }

    @ParameterizedTest
    @CsvSource({
        "799,met 80,false",
        "800,warning 80,true",
        "899,warning 90,true",
        "900,critical 90,true",
        "949,critical 95,true",
        "950,action 95,true",
        "2000,action 200,true"
    })
    void a_start_is_judged_by_the_share_of_its_target(double millis, String level, boolean raised) {
        starts.add(start(millis));

        assertThat(judge("ready=1000")).containsExactly("target " + level + (raised ? " raised" : ""));
    }

    @Test
    void a_phase_that_was_not_measured_has_no_verdict() {
        starts.add(start(500));

        assertThat(judge("total=1000;db=1000 of:pool")).containsExactly("target met 25");
    }

    @Test
    void the_maximum_is_that_of_the_record_and_is_said_when_a_start_raises_its_level() {
        starts.add(start(500));
        starts.add(start(850));
        assertThat(judge("ready=-/-/1000")).containsExactly("max warning 85 raised");

        starts.add(start(500));
        assertThat(judge("ready=-/-/1000")).containsExactly("max warning 85");

        starts.add(start(960));
        assertThat(judge("ready=-/-/1000")).containsExactly("max action 96 raised");
    }

    @Test
    void the_percentile_needs_twenty_starts() {
        for (int i = 1; i < TargetJudge.LEAST_FOR_P95; i++) {
            starts.add(start(990));
            assertThat(judge("ready=-/1000")).isEmpty();
        }
        starts.add(start(990));
        assertThat(judge("ready=-/1000")).containsExactly("p95 action 99 raised");
        starts.add(start(990));
        assertThat(judge("ready=-/1000")).containsExactly("p95 action 99");
    }

    @Test
    void what_is_long_ago_no_longer_counts() {
        starts.add(start(5_000));
        for (int i = 0; i < TargetJudge.LAST; i++) {
            starts.add(start(100));
        }

        assertThat(judge("ready=-/-/1000")).containsExactly("max met 10");
    }
}
