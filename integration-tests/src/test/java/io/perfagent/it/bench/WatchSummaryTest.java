package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchSummaryTest {
    @Test
    void what_is_added_is_held_against_its_bound_where_the_scatter_allows() {
        assertThat(met(1_010, 1)).isEqualTo("yes");
        assertThat(met(1_020, 1)).isEqualTo("no");
        assertThat(met(1_014, 5)).as("within the error of the bound").isEmpty();
    }

    @Test
    void an_analysed_start_may_take_twice_the_time_of_one_without_agent() {
        assertThat(row(1_010, 1, "time to first response, analysed").met()).isEqualTo("yes");
        assertThat(row(1_010, 1, "time to first response, analysed").ratio()).isEqualTo(2);
    }

    private static String met(double watched, double scatter) {
        return row(watched, scatter, "CPU for measuring an ordinary start").met();
    }

    private static BudgetRow row(double watched, double scatter, String what) {
        List<StartRun> runs = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            double off = scatter * (round - 2);
            runs.add(run(Variant.NONE, round, 900 + off));
            runs.add(run(Variant.PERF_AGENT_UNWATCHED, round, 1_000 + off));
            runs.add(run(Variant.PERF_AGENT_WARM, round, watched + off));
            runs.add(run(Variant.PERF_AGENT_ANALYSED, round, 1_800 + off));
        }
        return WatchSummary.of(runs).stream()
                .filter(row -> row.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static StartRun run(Variant variant, int round, double value) {
        return new StartRun(17, variant, round, value, value, value, 0, 40, 2, value);
    }
}
