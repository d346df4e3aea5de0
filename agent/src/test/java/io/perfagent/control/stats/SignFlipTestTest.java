package io.perfagent.control.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignFlipTestTest {
    private static SignFlipTest test(double... differences) {
        return new SignFlipTest(differences, 1);
    }

    @Test
    void countsEveryPatternOfSigns() {
        assertThat(test(1, 2, 3).pGreater(0)).isEqualTo(1 / 8.0); // only +++ reaches 6
        assertThat(test(-1, 2, 3).pGreater(0)).isEqualTo(2 / 8.0); // +++ and -++ reach 4
        assertThat(test(1, 2, 3).pLess(0)).isEqualTo(1);
        assertThat(test(-1, -2, -3).pLess(0)).isEqualTo(1 / 8.0);
        assertThat(test(1, 2, 3).pTwoSided()).isEqualTo(2 / 8.0);
        assertThat(test(0, 0, 0).pGreater(0)).isEqualTo(1);
        assertThat(test(0.1, 0.2, 0.3, -0.6).pGreater(0)).isEqualTo(9 / 16.0); // two of them equal, despite rounding
    }

    @Test
    void twelvePairsOfOneSignAreTheLeastThereIs() {
        double[] differences = new double[12];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = -10 - i;
        }

        assertThat(test(differences).pLess(0)).isEqualTo(1 / 4096.0);
        assertThat(test(differences).pTwoSided()).isEqualTo(2 / 4096.0);
    }

    @Test
    void aMarginMakesItATestOfNoHarm() {
        SignFlipTest unharmed = test(0.1, -0.2, 0.3, -0.1, 0.2, -0.3, 0.1, -0.1);

        assertThat(unharmed.pGreater(0)).isGreaterThan(0.3);
        assertThat(unharmed.pLess(1)).isEqualTo(1 / 256.0); // it is below a harm of 1
    }

    @Test
    void effectAndIntervalAreThoseOfAllSubsets() {
        SignFlipTest three = test(1, 2, 6); // subsets: 1, 1.5, 2, 3, 3.5, 4, 6

        assertThat(three.effect()).isEqualTo(3);
        assertThat(three.interval(0.75)).containsExactly(1, 6);
        assertThat(three.interval(0.5)).containsExactly(1.5, 4);
        assertThat(three.interval(0.95)).containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({"6", "12", "24"})
    void theTruthIsInTheIntervalAsOftenAsPromisedAndTheTestErrsAsSeldom(int pairs) {
        int experiments = pairs > SignFlipTest.EXACT_PAIRS ? 200 : 600;
        int covered = 0;
        int wrong = 0;
        for (int seed = 0; seed < experiments; seed++) {
            Draws draws = new Draws(seed);
            double[] differences = new double[pairs];
            for (int i = 0; i < pairs; i++) {
                differences[i] = 5 + 3 * draws.normal() * (draws.chance(0.1) ? 10 : 1);
            }
            SignFlipTest test = new SignFlipTest(differences, seed);
            double[] interval = test.interval(0.9);
            covered += interval[0] <= 5 && 5 <= interval[1] ? 1 : 0;
            wrong += test.pGreater(5) <= 0.05 ? 1 : 0;
        }
        double noise = 3 * Math.sqrt(0.9 * 0.1 / experiments);

        assertThat((double) covered / experiments).isGreaterThan(0.9 - noise).isLessThan(0.9 + 0.07);
        assertThat((double) wrong / experiments).isLessThan(0.05 + noise);
    }

    @Test
    void drawnPatternsComeCloseToAllOfThem() {
        double[] differences = new double[16];
        Draws draws = new Draws(4);
        for (int i = 0; i < differences.length; i++) {
            differences[i] = 0.4 + draws.normal();
        }
        double[] more = java.util.Arrays.copyOf(differences, 17); // a 17th of zero changes no sum

        assertThat(test(differences).isExact()).isTrue();
        assertThat(test(more).isExact()).isFalse();
        assertThat(test(more).pGreater(0)).isCloseTo(test(differences).pGreater(0), within(0.01));
        assertThat(test(more).pGreater(0)).isEqualTo(test(more).pGreater(0));
    }

    @Test
    void whatIsNoDifferenceIsRefused() {
        assertThatThrownBy(() -> test()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> test(1, Double.NaN)).hasMessageContaining("not finite");
        assertThatThrownBy(() -> test(new double[257])).hasMessageContaining("257");
    }
}
