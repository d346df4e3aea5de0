package io.perfagent.profile.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplePeriodsTest {
    private static final long JAVA = 101;
    private static final long NATIVE = 102;

    private final SamplePeriods periods = new SamplePeriods(20, JAVA, NATIVE);

    @Test
    void what_is_asked_for_holds_until_another_time_is_told() {
        periods.setting(JAVA, "enabled", "true");
        periods.setting(99, "period", "1 ms");

        assertThat(periods.javaNanos()).isEqualTo(20_000_000);
        assertThat(periods.nativeNanos()).isEqualTo(100_000_000);
    }

    @Test
    void another_recording_that_asks_for_more_is_followed_and_its_end_too() {
        periods.setting(JAVA, "period", "10 ms");
        periods.setting(NATIVE, "period", "20 ms");
        assertThat(periods.javaNanos()).isEqualTo(10_000_000);
        assertThat(periods.nativeNanos()).isEqualTo(20_000_000);

        periods.setting(JAVA, "period", "20000000 ns");
        periods.setting(NATIVE, "period", "100000000 ns");
        assertThat(periods.javaNanos()).isEqualTo(20_000_000);
        assertThat(periods.nativeNanos()).isEqualTo(100_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1 s, 1000000000",
        "15ms, 15000000",
        "10500 us, 10000000",
        "100 us, 1000000",
        "1 m, 60000000000",
        "everyChunk, 20000000",
        "0 ms, 20000000",
        "ms, 20000000",
        "1234567890123456789012 ns, 20000000",
        "5 fortnights, 20000000"
    })
    void times_are_read_as_jfr_writes_them(String value, long nanos) {
        periods.setting(JAVA, "period", value);

        assertThat(periods.javaNanos()).isEqualTo(nanos);
    }
}
