package io.perfagent.profile.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleClockTest {
    @Test
    void ticks_of_the_same_clock_are_nano_time_exactly() {
        SampleClock clock = SampleClock.of(
                5_000_000_123L,
                1_000_000_000L,
                new ChunkTimes(5_000_000_000L, 9_000_000_000L, 5_000_000_000L, 5_000_000_200L));

        assertThat(clock.nanoTime(7_000_000_001L)).isEqualTo(7_000_000_001L);
        assertThat(clock.nanoTime(4_999_999_999L)).isEqualTo(4_999_999_999L);
        assertThat(clock.nanos(17)).isEqualTo(17);
    }

    @Test
    void a_chunk_that_the_profiler_began_by_itself_keeps_its_times() {
        SampleClock clock = SampleClock.of(
                7_000_000_000L,
                1_000_000_000L,
                new ChunkTimes(5_000_000_000L, 9_000_000_000L, 6_000_000_000L, 6_000_000_200L));

        assertThat(clock.nanoTime(7_000_000_001L)).isEqualTo(7_000_000_001L);
    }

    @Test
    void ticks_of_another_clock_are_joined_where_the_chunk_begins() {
        SampleClock clock = SampleClock.of(
                3_000_000L,
                2_500_000_000L,
                new ChunkTimes(9_000_000_000L, 9_900_000_000L, 9_000_000_000L, 9_000_000_100L));

        assertThat(clock.nanoTime(3_000_000L)).isEqualTo(9_000_000_050L);
        assertThat(clock.nanoTime(3_000_000L + 2_500_000_000L)).isEqualTo(10_000_000_050L);
        assertThat(clock.nanos(2_500)).isEqualTo(1_000);
    }

    @Test
    void nanoseconds_that_began_elsewhere_are_another_clock() {
        SampleClock clock = SampleClock.of(
                100, 1_000_000_000L, new ChunkTimes(9_000_000_000L, 9_900_000_000L, 9_000_000_000L, 9_000_000_000L));

        assertThat(clock.nanoTime(150)).isEqualTo(9_000_000_050L);
    }
}
