package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StuckTest {
    @ParameterizedTest
    @CsvSource({
        "59, 0, false", // younger than a minute
        "60, 0, true", // its kind is not known: it has never ended
        "60, 6000, true",
        "60, 7000, false", // its kind takes seven seconds now and then
        "71, 7000, true",
        "3000, 600000, false" // an export of ten minutes
    })
    void beyond_a_minute_and_ten_times_what_its_kind_takes(long ageSeconds, long tailMillis, boolean stuck) {
        assertThat(Stuck.isStuck(ageSeconds * 1_000_000_000L, tailMillis * 1_000_000L))
                .isEqualTo(stuck);
    }
}
