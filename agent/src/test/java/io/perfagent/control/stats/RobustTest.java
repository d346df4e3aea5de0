package io.perfagent.control.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RobustTest {
    @Test
    void mediansAndQuantiles() {
        assertThat(Robust.median(3, 1, 2)).isEqualTo(2);
        assertThat(Robust.median(4, 1, 2, 3)).isEqualTo(2.5);
        assertThat(Robust.median(7)).isEqualTo(7);
        assertThat(Robust.median()).isNaN();
        assertThat(Robust.quantile(0, 5, 9, 7)).isEqualTo(5);
        assertThat(Robust.quantile(1, 5, 9, 7)).isEqualTo(9);
        assertThat(Robust.quantile(0.25, 1, 2, 3, 4)).isEqualTo(1.75);
        assertThat(Robust.quantile(2, 1, 2)).isEqualTo(2);
    }

    @Test
    void argumentsStayAsTheyAre() {
        double[] values = {3, 1, 2};

        Robust.z(5, values);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void oneOutlierMovesNeitherLocationNorSpread() {
        double[] values = {9, 10, 10.5, 11, 9.5, 10, 1e9};

        assertThat(Robust.median(values)).isEqualTo(10);
        assertThat(Robust.mad(values)).isEqualTo(0.5);
        assertThat(Robust.z(13, values)).isCloseTo(3 / (1.4826 * 0.5), within(1e-9));
        assertThat(Robust.z(7, values)).isCloseTo(-3 / (1.4826 * 0.5), within(1e-9));
    }

    @Test
    void sigmaIsTheStandardDeviationOfNormalValues() {
        Draws draws = new Draws(1);
        double[] values = new double[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 + 7 * draws.normal();
        }

        assertThat(Robust.sigma(values)).isCloseTo(7, within(0.2));
    }

    @Test
    void whereMostValuesAreEqualTheOthersTellTheSpread() {
        assertThat(Robust.mad(5, 5, 5, 5, 9)).isZero();
        assertThat(Robust.sigma(5, 5, 5, 5, 9)).isCloseTo(1.2533 * 0.8, within(1e-9));
        assertThat(Robust.z(9, 5, 5, 5, 5, 9)).isCloseTo(4 / (1.2533 * 0.8), within(1e-9));
        assertThat(Robust.z(5, 5, 5)).isZero();
        assertThat(Robust.z(6, 5, 5)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Robust.z(4, 5, 5)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
