package io.perfagent.control.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
    /** None in n: 1 - (1 - confidence)^(1/n). The others are sums of the binomial distribution, inverted. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.95, 0.95",
        "0, 10, 0.95, 0.258866",
        "0, 1000, 0.95, 0.00299125",
        "0, 1000000, 0.99, 0.00000460516",
        "1, 10, 0.95, 0.394163",
        "5, 10, 0.975, 0.812914",
        "10, 10, 0.95, 1",
        "0, 0, 0.95, 1"
    })
    void boundsAreThoseOfClopperAndPearson(long bad, long requests, double confidence, double bound) {
        assertThat(Proportion.upperBound(bad, requests, confidence)).isCloseTo(bound, within(bound * 1e-5));
    }

    @Test
    void theBoundIsWhereTheBinomialDistributionSaysSo() {
        for (int bad : new int[] {0, 1, 7, 40}) {
            double bound = Proportion.upperBound(bad, 60, 0.9);
            double atMost = 0;
            for (int k = 0; k <= bad; k++) {
                double logChoose = Proportion.logGamma(61) - Proportion.logGamma(k + 1) - Proportion.logGamma(61 - k);
                atMost += Math.exp(logChoose + k * Math.log(bound) + (60 - k) * Math.log(1 - bound));
            }

            assertThat(atMost).isCloseTo(0.1, within(1e-6));
        }
    }

    @Test
    void manyRequestsAreNoTrouble() {
        assertThat(Proportion.upperBound(1_000_000, 100_000_000, 0.99)).isCloseTo(0.01, within(0.0001));
    }

    @Test
    void whatIsNoProportionIsRefused() {
        assertThatThrownBy(() -> Proportion.upperBound(2, 1, 0.9)).hasMessageContaining("2 bad of 1");
        assertThatThrownBy(() -> Proportion.upperBound(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
