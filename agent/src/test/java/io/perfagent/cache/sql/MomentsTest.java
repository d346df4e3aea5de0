package io.perfagent.cache.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As PostgreSQL 15 reads them: it takes letters and digits, and any other character is between them. */
class MomentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "now",
                " NOW ",
                "now()",
                "now;",
                "(today)",
                "today12:00",
                "Today 12:00",
                "12:00,tomorrow",
                "12:00tomorrow",
                "yesterday-",
                "now\u00a0"
            })
    void another_time_each_time(String value) {
        assertThat(Moments.isOne(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "nowhere", "snow", "2026-01-02 12:00", "n o w", "2026-01-02T12:00:00+01:00"})
    void no_moment(String value) {
        assertThat(Moments.isOne(value)).isFalse();
    }

    @Test
    void what_is_between_words_may_be_long_and_they_may_not() {
        assertThat(Moments.isOne(" ".repeat(1_000) + "now")).isTrue();
        assertThat(Moments.isOne("x".repeat(200) + " now")).isFalse();
    }
}
