package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
    private static RateSearch search(double limit, int maxSteps) {
        RateSearch search = new RateSearch(1000, 1.6, 1.06, maxSteps);
        while (!search.isOver()) {
            search.told(search.next() <= limit);
        }
        return search;
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 90, 999, 1000, 1001, 4567, 30_000})
    void findsTheLimitFromAboveAndBelow(double limit) {
        RateSearch search = search(limit, 100);

        assertThat(search.passed()).isLessThanOrEqualTo(limit).isGreaterThan(limit / 1.061);
        assertThat(search.failed()).isGreaterThan(limit).isLessThan(limit * 1.061);
    }

    @Test
    void oneFailureIsNotBelieved() {
        RateSearch search = new RateSearch(1000, 1.6, 1.06, 100);
        search.told(true);
        search.told(false);
        assertThat(search.next()).isEqualTo(1600);
        search.told(true);
        assertThat(search.passed()).isEqualTo(1600);
        assertThat(search.failed()).isInfinite();
    }

    @Test
    void endsWithWhatItHasAfterTheLastStep() {
        RateSearch search = search(1e9, 4);
        assertThat(search.passed()).isEqualTo(1000 * 1.6 * 1.6 * 1.6);
        assertThat(search.failed()).isInfinite();
    }

    @Test
    void whereNothingPassesItEnds() {
        RateSearch search = search(0, 1000);
        assertThat(search.passed()).isZero();
        assertThat(search.next()).isLessThan(1);
    }
}
