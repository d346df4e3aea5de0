package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.limit.policy.MemoryPressure.Level;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By simulated seconds. */
class MemoryPressureTest {
    private final MemoryPressure pressure = new MemoryPressure();

    private Level seconds(int count, double live, double gc) {
        Level level = Level.CALM;
        for (int i = 0; i < count; i++) {
            level = pressure.second(live, gc);
        }
        return level;
    }

    @ParameterizedTest
    @CsvSource({
        "0.50, 0.30, CALM",
        "0.76, 0.30, SHRINK_CACHES",
        "0.86, 0.09, SHRINK_CACHES",
        "0.86, 0.11, SHED_LOW",
        "0.96, 0.11, SHED_MOST",
        "0.99, 0.05, SHRINK_CACHES",
        "NaN, 0.50, CALM"
    })
    void after_ten_seconds(double live, double gc, Level level) {
        assertThat(seconds(10, live, gc)).isEqualTo(level);
    }

    @Test
    void one_long_collection_is_no_cause() {
        assertThat(seconds(1, 0.96, 0.9)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(seconds(8, 0.96, 0)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(seconds(5, 0.96, 0)).isEqualTo(Level.SHRINK_CACHES);
    }

    @Test
    void it_ends_when_collections_take_little_or_memory_is_free() {
        assertThat(seconds(10, 0.9, 0.2)).isEqualTo(Level.SHED_LOW);
        assertThat(seconds(10, 0.9, 0.06)).as("less, but not little").isEqualTo(Level.SHED_LOW);
        assertThat(seconds(10, 0.9, 0.04)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(seconds(10, 0.9, 0.2)).isEqualTo(Level.SHED_LOW);
        assertThat(seconds(1, 0.79, 0.2)).isEqualTo(Level.SHRINK_CACHES);
    }

    @Test
    void more_is_shed_as_more_is_full_and_not_less_before_it_ends() {
        assertThat(seconds(10, 0.9, 0.2)).isEqualTo(Level.SHED_LOW);
        assertThat(seconds(1, 0.96, 0.2)).isEqualTo(Level.SHED_MOST);
        assertThat(seconds(1, 0.86, 0.2)).isEqualTo(Level.SHED_MOST);
    }

    @Test
    void what_does_not_help_within_thirty_seconds_ends_and_rests() {
        assertThat(seconds(10, 0.9, 0.2)).isEqualTo(Level.SHED_LOW);
        assertThat(seconds(MemoryPressure.HELPS_WITHIN - 1, 0.9, 0.2)).isEqualTo(Level.SHED_LOW);
        assertThat(pressure.isFutile()).isFalse();
        assertThat(seconds(1, 0.9, 0.2)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(pressure.isFutile()).isTrue();
        assertThat(seconds(MemoryPressure.REST - 1, 0.96, 0.5)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(pressure.isFutile()).isFalse();
        assertThat(seconds(2, 0.96, 0.5)).isEqualTo(Level.SHED_MOST);
    }

    @Test
    void what_helps_goes_on() {
        seconds(10, 0.9, 0.3);
        assertThat(seconds(300, 0.9, 0.15)).isEqualTo(Level.SHED_LOW);
    }

    @Test
    void a_burst_before_it_is_not_taken_for_help_when_it_is_over() {
        seconds(4, 0.9, 0.95);
        assertThat(seconds(6, 0.9, 0.2)).isEqualTo(Level.SHED_LOW);
        assertThat(seconds(MemoryPressure.HELPS_WITHIN, 0.9, 0.2)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(pressure.isFutile()).isTrue();
    }

    @Test
    void what_has_helped_and_does_so_no_longer_ends_at_the_next_look() {
        seconds(10, 0.9, 0.3);
        assertThat(seconds(MemoryPressure.HELPS_WITHIN, 0.9, 0.15)).isEqualTo(Level.SHED_LOW);
        assertThat(seconds(MemoryPressure.HELPS_WITHIN, 0.9, 0.3)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(pressure.isFutile()).isTrue();
    }

    @Test
    void a_long_pause_among_short_ones_is_no_cause() {
        for (int i = 0; i < 100; i++) {
            Level level = pressure.second(0.9, i % 9 == 0 ? 1 : 0.01);
            assertThat(level).isEqualTo(Level.SHRINK_CACHES);
        }
    }

    @Test
    void caches_grow_again_some_way_below_where_they_shrink() {
        assertThat(seconds(1, 0.76, 0)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(seconds(1, 0.72, 0)).isEqualTo(Level.SHRINK_CACHES);
        assertThat(seconds(1, 0.69, 0)).isEqualTo(Level.CALM);
        assertThat(seconds(1, 0.74, 0)).isEqualTo(Level.CALM);
    }

    @Test
    void a_large_and_steady_live_set_is_told_of_once_and_never_shed() {
        int told = 0;
        for (int i = 0; i < 5000; i++) {
            assertThat(pressure.second(0.97, 0.02)).isEqualTo(Level.SHRINK_CACHES);
            told += pressure.isSteadyNews() ? 1 : 0;
        }
        assertThat(told).isEqualTo(1);
    }

    /** Whatever comes: nothing is shed below 80 % or with little time in collections, nor for longer than it helps. */
    @Test
    void random_heaps() {
        long seed = new Random().nextLong();
        System.out.println("MemoryPressureTest seed " + seed);
        Random random = new Random(seed);
        double live = 0.5;
        double gc = 0.1;
        for (int i = 0; i < 100_000; i++) {
            live = Math.max(0.2, Math.min(1, live + 0.02 * random.nextGaussian()));
            gc = Math.max(0, Math.min(1, gc + 0.03 * random.nextGaussian()));
            Level level = pressure.second(live, gc);
            if (level.compareTo(Level.SHED_LOW) >= 0) {
                assertThat(live).as("seed %d, second %d", seed, i).isGreaterThanOrEqualTo(0.8);
                assertThat(pressure.gcShare()).as("seed %d, second %d", seed, i).isGreaterThanOrEqualTo(0.05);
            } else if (live < 0.70) {
                assertThat(level).isEqualTo(Level.CALM);
            }
        }
    }
}
