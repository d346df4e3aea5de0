package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TiersTest {
    @Test
    void the_first_that_matches_says_it() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/checkout/status", "low");
        names.put("/checkout/*", "critical");
        Tiers tiers = new Tiers(names);
        assertThat(tiers.of("/checkout/status")).isEqualTo(3);
        assertThat(tiers.of("/checkout/pay")).isZero();
        assertThat(tiers.of("/other")).isEqualTo(Tiers.NORMAL);
        assertThat(Tiers.NAMES).hasSize(Tiers.COUNT);
        assertThatThrownBy(() -> new Tiers(Map.of("/x", "vital"))).isInstanceOf(IllegalArgumentException.class);
    }
}
