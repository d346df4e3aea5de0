package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HookTimeTest {
    private static final int INTERVAL = 1021;

    @Test
    void equalCallsLeaveNoDoubt() {
        HookTime time = HookTime.of(INTERVAL, 100, 100 * 120, 100 * 120.0 * 120, 20);
        assertThat(time.nanos()).isEqualTo(INTERVAL * 100 * 100.0);
        assertThat(time.lowNanos()).isCloseTo(time.nanos(), within(1.0));
        assertThat(time.highNanos()).isCloseTo(time.nanos(), within(1.0));
    }

    @Test
    void oneCallSaysNothing() {
        assertThat(HookTime.of(INTERVAL, 1, 120, 14_400, 20).say(1e9)).contains("not known yet, 1 calls timed");
        assertThat(HookTime.of(INTERVAL, 1, 120, 14_400, 20).highNanos()).isInfinite();
    }

    @Test
    void aClockThatCostsMoreThanTheCallMeansNothing() {
        assertThat(HookTime.of(INTERVAL, 10, 100, 1000, 20).nanos()).isZero();
    }

    @Test
    void itIsSaidInMillisecondsAndPercent() {
        assertThat(HookTime.of(1000, 100, 100 * 1000, 100 * 1e6, 0).say(1e10))
                .startsWith(
                        "time in hooks: about 100.0 ms (100.0 to 100.0 ms with 95 % confidence), 1.0 % of the process's"
                                + " CPU; 100 calls timed");
    }

    /** The interval holds what it promises, for durations as skewed as those of hooks. */
    @Test
    void theIntervalHoldsTheTruthInAboutNineteenOfTwentyRuns() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int held = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            double truth = 0;
            long sum = 0;
            double squares = 0;
            long timed = 0;
            for (int call = 0; call < 50_000; call++) {
                long nanos = 100 + (long) (200 * -Math.log(1 - random.nextDouble()));
                truth += nanos;
                if (call % 101 == 0) {
                    timed++;
                    sum += nanos;
                    squares += (double) nanos * nanos;
                }
            }
            HookTime time = HookTime.of(101, timed, sum, squares, 0);
            if (time.lowNanos() <= truth && truth <= time.highNanos()) {
                held++;
            }
        }
        assertThat(held).describedAs("seed %s", seed).isBetween(runs * 88 / 100, runs);
    }
}
