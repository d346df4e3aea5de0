package io.perfagent.start.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.Trend;
import io.perfagent.control.ledger.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartTrendsTest {
    private static StartRecordLine start(double readyMillis, double beanMillis) {
        Map<String, Double> components = new LinkedHashMap<>();
        components.put("bean prices", beanMillis);
        components.put("phase refresh", 500.0);
        return new StartRecordLine(
                "shop, Java 17, 2 cores",
                1_000,
                readyMillis,
                "listening",
                "",
                Map.of("total", readyMillis + 1),
                components);
    }

    /** Up to 5 % more, in no particular order, and the same each time: chance alone would tell a change now and then. */
    private static double noise(int i) {
        return 1 + i * 37 % 50 / 1000.0;
    }

    @Test
    void a_single_start_has_a_median_and_no_change() {
        Trend trend = StartTrends.of(List.of(start(2_000, 100)));

        assertThat(trend.starts()).isEqualTo(1);
        assertThat(trend.medianMillis()).isEqualTo(2_000);
        assertThat(trend.change()).isNull();
        assertThat(trend.changedNow()).isFalse();
    }

    @Test
    void a_lasting_step_is_told_once_with_the_component_that_moved() {
        List<StartRecordLine> starts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            starts.add(start(2_000 * noise(i), 100));
        }
        int told = 0;
        Trend trend = StartTrends.of(starts);
        for (int i = 0; i < 20; i++) {
            starts.add(start(3_000 * noise(i), 1_100));
            trend = StartTrends.of(starts);
            told += trend.changedNow() ? 1 : 0;
        }

        assertThat(told).isEqualTo(1);
        assertThat(trend.change()).contains("for the last 20 starts").contains("most of it: bean prices, by 1000 ms");
    }

    @Test
    void a_slow_start_among_others_is_no_change() {
        List<StartRecordLine> starts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            starts.add(start(i == 20 ? 9_000 : 2_000 + i % 7, 100));
        }

        assertThat(StartTrends.of(starts).change()).isNull();
    }

    @Test
    void a_record_is_read_as_it_was_written_and_another_line_is_none() {
        StartRecordLine written = start(1234.5, 6.25);
        JsonObject line = JsonObject.parse(written.toJson().toString());
        assertThat(line).isNotNull();

        assertThat(StartRecordLine.of(line)).isEqualTo(written);
        assertThat(StartRecordLine.of(new JsonObject().put("deployment", "shop")))
                .isNull();
        assertThat(StartRecordLine.of(new JsonObject().put("deployment", "shop").put("ready_ms", -1)))
                .isNull();
    }
}
