package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SparedTest {
    private final Spared spared = new Spared();

    @Test
    void each_request_beyond_the_limit_counts_once_however_long_it_stands_there() {
        for (int step = 0; step < 100; step++) {
            spared.step(200, 20, true);
        }
        assertThat(spared.requests()).isEqualTo(180);
        spared.step(150, 20, true);
        spared.step(210, 20, true);
        assertThat(spared.requests()).isEqualTo(190);
    }

    @Test
    void what_is_inside_while_no_queue_stands_would_have_been_let_in_and_another_overload_counts_anew() {
        spared.step(200, 20, false);
        assertThat(spared.requests()).isZero();
        spared.step(50, 20, true);
        spared.step(10, 20, false);
        spared.step(50, 20, true);
        assertThat(spared.requests()).isEqualTo(60);
    }

    @Test
    void it_is_near_what_the_limit_turns_away_when_it_is_in_effect() {
        long seed = new Random().nextLong();
        for (double load : new double[] {750, 1000, 2000}) {
            OverloadModel without = new OverloadModel(
                    10,
                    1_000_000,
                    0.001,
                    now -> now < 20 || now > 50 ? 300 : load,
                    (now, random) -> -0.02 * Math.log(1 - random.nextDouble()),
                    -1,
                    seed);
            without.run(200);

            assertThat(without.spared.requests())
                    .as("%s/s, seed %d", load, seed)
                    .isCloseTo(30 * (load - 500), Percentage.withPercentage(15));
        }
    }
}
