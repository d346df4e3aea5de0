package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiersTest {
    private static int of(Tiers tiers, String path, Map<String, String> headers) {
        return tiers.of(path, FakeReader.ONE, headers);
    }

    @Test
    void the_first_path_that_matches_says_it_and_a_header_only_if_it_is_named_and_for_other_paths() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/checkout/status", "low");
        names.put("/checkout/*", "critical");
        Tiers tiers = new Tiers(names, null);
        Map<String, String> asking = Map.of("x-priority", "background");
        assertThat(of(tiers, "/checkout/status", asking)).isEqualTo(3);
        assertThat(of(tiers, "/checkout/pay", asking)).isZero();
        assertThat(of(tiers, "/other", asking)).isEqualTo(Tiers.NORMAL);
        Tiers named = new Tiers(names, "x-priority");
        assertThat(of(named, "/checkout/pay", asking)).isZero();
        assertThat(of(named, "/other", asking)).isEqualTo(4);
        assertThat(of(named, "/other", Map.of())).isEqualTo(Tiers.NORMAL);
        assertThat(Tiers.NAMES).hasSize(Tiers.COUNT);
        assertThatThrownBy(() -> new Tiers(Map.of("/x", "vital"), null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "critical, 0",
        "High, 1",
        "normal, 2",
        "low, 3",
        "BACKGROUND, 4",
        "u=0, 0",
        "u=1, 1",
        "u=2, 1",
        "u=3, 2",
        "u=5, 3",
        "u=7, 4",
        "u=8, 2",
        "u=, 2",
        "u=12, 2",
        "'u=5, i', 3",
        "vital, 2",
        "'', 2"
    })
    void what_a_header_says(String value, int tier) {
        assertThat(Tiers.named(value)).isEqualTo(tier);
    }
}
