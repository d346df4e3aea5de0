package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleKeysTest {
    @Test
    void names_without_a_table_are_of_the_only_one() {
        assertThat(RuleKeys.of(List.of("order_id", "line"), "part", true)).containsExactly("order_id", "line");
        assertThat(RuleKeys.of(List.of("id"), "part", false)).isEmpty();
        assertThat(RuleKeys.of(List.of(), "part", true)).isEmpty();
    }

    @Test
    void each_table_has_its_own() {
        List<String> given = List.of("item.id", "part.order_id", "part.line");
        assertThat(RuleKeys.of(given, "item", false)).containsExactly("id");
        assertThat(RuleKeys.of(given, "part", false)).containsExactly("order_id", "line");
        assertThat(RuleKeys.of(given, "it", false)).isEmpty();
        assertThat(RuleKeys.of(given, "items", false)).isEmpty();
        assertThat(RuleKeys.of(given, "item", true)).containsExactly("id");
    }
}
