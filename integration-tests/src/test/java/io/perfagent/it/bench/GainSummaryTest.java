package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GainSummaryTest {
    private final List<Map<String, String>> rows = new ArrayList<>();

    private void row(String shape, String variant, int round, double rate, String violations) {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : new String[] {
            "hit_percent", "eligible_percent", "service_cpu_us", "database_cpu_us", "generator_cpu_us", "late_percent"
        }) {
            row.put(column, "");
        }
        row.put("shape", shape);
        row.put("variant", variant);
        row.put("bound_ms", "1000");
        row.put("pool", "8");
        row.put("round", Integer.toString(round));
        row.put("rate_per_s", Double.toString(rate));
        row.put("reads_judged", "10");
        row.put("violations", violations);
        rows.add(row);
    }

    private Map<String, Map<String, String>> summary() {
        Map<String, Map<String, String>> byVariant = new HashMap<>();
        for (Map<String, String> row : GainSummary.summarise(rows).rows()) {
            byVariant.put(row.get("variant"), row);
        }
        return byVariant;
    }

    private void rounds(String shape, double... factors) {
        for (int i = 0; i < factors.length; i++) {
            double speed = factors[i]; // of the machine in that round
            row(shape, "off", i + 1, 100 * speed, "0");
            row(shape, "ceiling", i + 1, 500 * speed, "");
            row(shape, "ours", i + 1, 400 * speed, "0");
            row(shape, "caffeine", i + 1, 450 * speed, "0");
        }
    }

    @Test
    void ratiosAreOfOneRoundAndTheMachinesSpeedDropsOut() {
        rounds("aggregate", 1, 3, 0.5);
        row("aggregate", "off", 0, 1_000_000, "0"); // of the sweep

        Map<String, String> ours = summary().get("ours");
        assertThat(Double.parseDouble(ours.get("ratio"))).isCloseTo(4, within(1e-9));
        assertThat(Double.parseDouble(ours.get("ceiling_gain_percent"))).isCloseTo(75, within(1e-9));
        assertThat(Double.parseDouble(ours.get("to_caffeine"))).isCloseTo(0.8889, within(1e-4));
        assertThat(ours).containsEntry("rounds", "3").containsEntry("reads_judged", "30");
        assertThat(ours).containsEntry("rate_per_s", "400").containsEntry("met", "yes");
        assertThat(summary().get("off")).containsEntry("ratio", "1").containsEntry("met", "");
        assertThat(summary().get("ceiling")).containsEntry("violations", "");
    }

    @Test
    void oneViolationIsEnough() {
        rounds("key", 1, 1, 1);
        rows.get(2).put("violations", "1");
        assertThat(summary().get("ours")).containsEntry("violations", "1").containsEntry("met", "no");
    }

    @Test
    void nothingIsSaidOfWhatWasNotMeasured() {
        row("get", "off", 1, 100, "0");
        row("get", "ours-micro", 1, 300, "0");
        row("get", "caffeine", 1, 300, "0"); // of another bound

        Map<String, String> ours = summary().get("ours-micro");
        assertThat(ours)
                .containsEntry("ratio", "3")
                .containsEntry("to_caffeine", "")
                .containsEntry("met", "");
    }

    @Test
    void theAggregateMustBeThreeTimesAsFast() {
        assertThat(GainSummary.met(GainShape.AGGREGATE, GainVariant.OURS, 2.9, 90, 1, 0))
                .isEqualTo("no");
        assertThat(GainSummary.met(GainShape.KEY, GainVariant.OURS, 2.9, 90, 1, 0))
                .isEqualTo("yes");
        assertThat(GainSummary.met(GainShape.KEY, GainVariant.OURS, 2.9, 69, 1, 0))
                .isEqualTo("no");
        assertThat(GainSummary.met(GainShape.KEY, GainVariant.OURS, 2.9, 90, 0.79, 0))
                .isEqualTo("no");
    }
}
