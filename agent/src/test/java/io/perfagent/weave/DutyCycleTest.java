package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DutyCycleTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 25, 50, 90, 99})
    void work_is_the_given_share_of_the_time(int dutyPercent) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double worked = 0;
        double rested = 0;
        for (int i = 0; i < 1000; i++) {
            long nanos = random.nextInt(50_000_000);
            worked += nanos;
            rested += Weaveworks.restNanos(nanos, dutyPercent);
        }
        assertThat(worked / (worked + rested) * 100)
                .describedAs("seed %s", seed)
                .isCloseTo(dutyPercent, within(0.1));
    }

    @Test
    void at_a_hundred_there_is_no_rest() {
        assertThat(Weaveworks.restNanos(1_000_000, 100)).isZero();
    }
}
