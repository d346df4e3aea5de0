package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {
    @ParameterizedTest
    @CsvSource({
        // per second, burst, how often one comes (ms), for how long (s), at least, at most
        "10, 1, 1, 10, 100, 101", // a rate without a burst
        "10, 5, 1, 10, 104, 106", // the burst comes on top, once
        "10, 1, 500, 10, 20, 20", // slower than the rate
        "0.5, 1, 100, 10, 5, 6",
        "1000, 100, 10, 10, 1000, 1000"
    })
    void as_many_as_the_rate_and_the_burst_let_in(
            double perSecond, int burst, int everyMillis, int seconds, int least, int most) {
        long interval = (long) (1e9 / perSecond);
        long due = 0;
        int taken = 0;
        for (long now = 0; now < seconds * 1_000_000_000L; now += everyMillis * 1_000_000L) {
            long next = TokenBucket.take(due, now, interval, burst);
            if (next != TokenBucket.TOO_EARLY) {
                due = next;
                taken++;
            }
        }
        assertThat(taken).isBetween(least, most);
    }
}
