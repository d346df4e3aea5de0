package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolDemandTest {
    private static final long SECOND = 1_000_000_000L;

    /** So many completions a second with 20 ms each, so many that wait in the mean, so many turned away a second. */
    private static PoolDemand after(int seconds, int perSecond, double waiting, int rejected) {
        PoolDemand demand = new PoolDemand();
        for (int i = 0; i < 4 * seconds; i++) {
            long done = perSecond / 4;
            Window window = new Window(SECOND / 4, done, done * 21_000_000, (long) (waiting * SECOND / 4), (int)
                    (perSecond * 0.02 + waiting));
            demand.step(window, done * 20_000_000, done, rejected / 4);
        }
        return demand;
    }

    @ParameterizedTest
    @CsvSource({
        "248, 0, 0, 0.49, 0.50", // half of what ten connections can give
        "400, 0.5, 0, 0.79, 0.83",
        "500, 10, 500, 1.9, 2.1", // as many turned away as served
        "500, 190, 0, 1.03, 1.1" // nobody turned away: the backlog counts
    })
    void demand_over_capacity(int perSecond, double waiting, int rejected, double least, double most) {
        assertThat(after(20, perSecond, waiting, rejected).utilization(10)).isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({"248, 0, 0, 10", "400, 0.5, 0, 14", "500, 10, 500, 30", "4, 0, 0, 2"})
    void a_size_that_leaves_hardly_a_wait(int perSecond, double waiting, int rejected, int size) {
        assertThat(after(20, perSecond, waiting, rejected).recommendedSize(10)).isBetween(size - 1, size + 1);
    }

    @Test
    void nothing_is_recommended_before_anything_is_known_or_where_the_database_is_what_gets_slower() {
        assertThat(new PoolDemand().recommendedSize(10)).isZero();
        assertThat(new PoolDemand().utilization(10)).isZero();
        PoolDemand demand = new PoolDemand();
        for (int i = 0; i < 200; i++) {
            int inUse = 1 + i % 10;
            // Twice as many take twice as long: 100 a second whatever is in use.
            Window window = new Window(SECOND, 100, (long) inUse * SECOND, i % 10 == 9 ? 30 * SECOND : 0, 40);
            demand.step(window, (long) inUse * SECOND, 100, 0);
        }
        assertThat(demand.databaseIsTheBottleneck()).isTrue();
        assertThat(demand.recommendedSize(5)).isZero();
    }
}
