package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TailEstimateTest {
    @Test
    void begins_with_the_first() {
        assertThat(TailEstimate.next(0, 5_000)).isEqualTo(5_000);
        assertThat(TailEstimate.next(0, 0)).isEqualTo(1);
    }

    @Test
    void rests_near_where_one_in_a_thousand_is_longer() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long estimate = 0;
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < 400_000; i++) {
            estimate = TailEstimate.next(estimate, (long) (-20e6 * Math.log(1 - random.nextDouble())));
            if (i >= 200_000) {
                sum += estimate;
                counted++;
            }
        }
        // Exponential, mean 20 ms: the 99.9th percentile is 138 ms.
        assertThat(sum / counted / 1e6).describedAs("seed " + seed).isBetween(100.0, 180.0);
    }
}
