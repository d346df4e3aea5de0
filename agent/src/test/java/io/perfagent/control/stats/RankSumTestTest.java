package io.perfagent.control.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankSumTestTest {
    private static double[] values(String text) {
        String[] words = text.split(" ");
        double[] values = new double[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(words[i]);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        // choices of 2 of 4: 6, of which {1,2} alone is as small
        "1 2, 3 4, 0.1666666667, -2",
        "3 4, 1 2, 1, 2",
        "1 3, 2 4, 0.3333333333, -1",
        // 5 and 5, apart: 1 of 252
        "1 2 3 4 5, 6 7 8 9 10, 0.0039682540, -5",
        "10 9 8 7 6, 1 2 3 4 5, 1, 5",
        // all equal: every choice is as small
        "7 7 7, 7 7, 1, 0",
        // a tie: ranks 1, 2.5, 2.5, 4; sums at most 3.5: {1,2.5} twice of 6
        "1 2, 2 3, 0.3333333333, -1",
        "4, 9, 0.5, -5"
    })
    void exactProbabilities(String first, String second, double probability, double shift) {
        assertThat(RankSumTest.probabilityOfSmaller(values(first), values(second)))
                .isCloseTo(probability, within(1e-9));
        assertThat(RankSumTest.shift(values(first), values(second))).isCloseTo(shift, within(1e-9));
    }

    @Test
    void of_one_distribution_it_is_as_often_small_as_it_says() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int alarms = 0;
        for (int i = 0; i < 4000; i++) {
            alarms += RankSumTest.probabilityOfSmaller(draw(random, 7, 0), draw(random, 9, 0)) <= 0.05 ? 1 : 0;
        }
        assertThat(alarms / 4000.0).describedAs("seed %d", seed).isBetween(0.025, 0.065);
    }

    @Test
    void a_shift_of_three_spreads_is_seen_with_five_each() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int seen = 0;
        for (int i = 0; i < 1000; i++) {
            seen += RankSumTest.probabilityOfSmaller(draw(random, 5, -3), draw(random, 5, 0)) <= 0.01 ? 1 : 0;
        }
        assertThat(seen).describedAs("seed %d", seed).isGreaterThan(800);
    }

    private static double[] draw(Random random, int count, double mean) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = mean + random.nextGaussian();
        }
        return values;
    }

    @Test
    void the_largest_samples_are_counted_too() {
        double[] first = new double[RankSumTest.MAX_EACH];
        double[] second = new double[RankSumTest.MAX_EACH];
        for (int i = 0; i < first.length; i++) {
            first[i] = i;
            second[i] = i + 0.5;
        }
        assertThat(RankSumTest.probabilityOfSmaller(first, second)).isBetween(0.3, 0.6);
        assertThatThrownBy(() -> RankSumTest.probabilityOfSmaller(new double[0], first))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RankSumTest.shift(first, new double[51])).isInstanceOf(IllegalArgumentException.class);
    }
}
