package io.perfagent.control.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.control.Figures;
import io.perfagent.control.stats.SignFlipTest;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final int TRIALS = 2_000;

    private static double[] differences(Random random, int pairs, double effect) {
        double[] differences = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            differences[i] = effect + 0.1 * random.nextGaussian();
        }
        return differences;
    }

    @Test
    void the_interval_holds_the_effect_as_often_as_it_says() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int held = 0;
        for (int i = 0; i < TRIALS; i++) {
            Estimate estimate = Estimate.of(differences(random, 12, 0.03));
            held += estimate.low() <= 0.03 && 0.03 <= estimate.high() ? 1 : 0;
            assertThat(estimate.value()).isBetween(estimate.low(), estimate.high());
        }
        // 1950 are expected; four standard deviations of that are 28.
        assertThat(held).as("of %d, seed %d", TRIALS, seed).isBetween(1_915, 1_990);
    }

    @Test
    void what_is_found_harmless_has_its_interval_within_the_margin() {
        Random random = new Random(1);
        for (int i = 0; i < TRIALS; i++) {
            double[] p99 = differences(random, 8, 0);
            Estimate estimate = Estimate.of(p99);
            double probability = new SignFlipTest(p99, p99.length).pLess(NoHarm.P99_MARGIN);
            assertThat(probability <= NoHarm.ALPHA / 4)
                    .as("%s at %s", estimate, probability)
                    .isEqualTo(estimate.high() <= NoHarm.P99_MARGIN);
        }
    }

    @Test
    void ratios_and_percent() {
        Estimate estimate = new Estimate(0, Math.log(0.9), Math.log(1.25)).asRatio();
        assertThat(estimate.added().percent(" %")).isEqualTo("0.0 % (-10.0 to +25.0)");
        Figures figures = estimate.with(Figures.NONE, "p99_ratio");
        assertThat(figures.get("p99_ratio")).isEqualTo(1);
        assertThat(figures.get("p99_ratio_low")).isCloseTo(0.9, Offset.offset(1e-9));
        assertThat(figures.get("p99_ratio_high")).isCloseTo(1.25, Offset.offset(1e-9));
    }

    @Test
    void without_a_pair_there_is_no_figure() {
        assertThat(Estimate.of(new double[0]).with(Figures.NONE, "p99_ratio").size())
                .isZero();
        assertThat(Estimate.of(new double[] {1, 2}).high()).isInfinite();
    }
}
