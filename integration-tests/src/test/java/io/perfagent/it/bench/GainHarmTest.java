package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GainHarmTest {
    private static Map<String, String> row(int round, String variant, double micros) {
        return Map.of(
                "seed",
                "1",
                "round",
                Integer.toString(round),
                "variant",
                variant,
                "service_cpu_us",
                Double.toString(micros));
    }

    @Test
    void addedIsAgainstTheSameRound() {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int round = 1; round <= 5; round++) {
            rows.add(row(round, "off", 100 * round));
            rows.add(row(round, "never", 101 * round));
        }
        rows.add(row(6, "never", 900)); // its round has no baseline

        Map<String, String> never = GainHarm.summarise(rows).rows().get(0);
        assertThat(Double.parseDouble(never.get("added_percent"))).isCloseTo(1, within(1e-6));
        assertThat(Double.parseDouble(never.get("error_percent"))).isCloseTo(0, within(1e-6));
        assertThat(never).containsEntry("rounds", "5").containsEntry("met", "yes");
    }

    @Test
    void whatTheErrorLeavesOpenIsNotDecided() {
        assertThat(GainHarm.met(1.5, 0.4)).isEqualTo("yes");
        assertThat(GainHarm.met(1.5, 0.6)).isEmpty();
        assertThat(GainHarm.met(2.5, 0.4)).isEqualTo("no");
    }
}
