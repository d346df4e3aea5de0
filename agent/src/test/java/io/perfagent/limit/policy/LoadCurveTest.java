package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Windows of ten seconds of simulated services: what each request takes is drawn, and the load varies as it does by day. */
class LoadCurveTest {
    private static final int DAY = 360;

    /** @param mean of what a request takes in seconds, by the rate */
    private static LoadCurve day(DoubleUnaryOperator mean, double least, double most, double noise, Random random) {
        LoadCurve curve = new LoadCurve();
        for (int window = 0; window < DAY; window++) {
            double wave = (1 - Math.cos(2 * Math.PI * window / DAY)) / 2;
            double rate = least + (most - least) * wave;
            double own = mean.applyAsDouble(rate) * Math.exp(noise * random.nextGaussian());
            int requests = (int) (10 * rate);
            double sum = 0;
            for (int i = 0; i < requests; i++) {
                sum -= own * Math.log(1 - random.nextDouble());
            }
            curve.add(rate, sum / requests);
        }
        return curve;
    }

    @Test
    void a_lock_that_one_at_a_time_holds_is_found() {
        long seed = new Random().nextLong();
        System.out.println("LoadCurveTest seed " + seed);
        for (int i = 0; i < 50; i++) {
            LoadCurve curve = day(rate -> 0.01 / (1 - rate * 0.01), 10, 85, 0.2, new Random(seed + i));
            assertThat(curve.slowsDown()).as("seed %d", seed + i).isTrue();
            assertThat(curve.highPerSecond()).isGreaterThan(70);
            assertThat(curve.highSeconds()).isGreaterThan(2 * curve.lowSeconds());
        }
    }

    @Test
    void what_is_slow_for_reasons_of_its_own_is_not() {
        long seed = new Random().nextLong();
        System.out.println("LoadCurveTest seed " + seed);
        int alarms = 0;
        for (int i = 0; i < 300; i++) {
            Random random = new Random(seed + i);
            double noise = 0.5 * random.nextDouble();
            double mean = 0.002 + 0.2 * random.nextDouble();
            double least = 1 + 20 * random.nextDouble();
            alarms += day(rate -> mean, least, least * (1 + 5 * random.nextDouble()), noise, random)
                            .slowsDown()
                    ? 1
                    : 0;
        }
        assertThat(alarms).as("seed " + seed).isLessThanOrEqualTo(3);
    }

    @Test
    void without_a_load_that_varies_nothing_is_said_nor_of_what_gets_faster_or_only_a_little_slower() {
        Random random = new Random(1);
        assertThat(new LoadCurve().slowsDown()).isFalse();
        assertThat(day(rate -> 0.05, 20, 22, 0.8, random).slowsDown()).isFalse();
        assertThat(day(rate -> 1 / rate, 5, 50, 0.1, random).slowsDown())
                .as("a cache that warms")
                .isFalse();
        assertThat(day(rate -> 0.05 + 0.0005 * rate, 5, 50, 0.1, random).slowsDown())
                .isFalse();
        assertThat(day(rate -> 0.00002 * rate, 5, 50, 0.1, random).slowsDown())
                .as("a millisecond more")
                .isFalse();
    }
}
