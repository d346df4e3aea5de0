package io.perfagent.control.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardrailTest {
    private static final int FOR_EVER = 20_000;

    /** Requests until it trips, or {@link #FOR_EVER}. */
    private static int requests(double allowed, double alpha, double rate, long seed) {
        Draws draws = new Draws(seed);
        Guardrail guardrail = new Guardrail(allowed, alpha);
        int requests = 0;
        while (requests < FOR_EVER && !guardrail.isTripped()) {
            guardrail.add(1, draws.chance(rate) ? 1 : 0);
            requests++;
        }
        return requests;
    }

    @ParameterizedTest
    @CsvSource({"0.001, 0.001", "0.01, 0.01", "0.01, 0.004", "0.2, 0.2"})
    void lookedAtAfterEveryRequestItHardlyEverTripsWithoutCause(double allowed, double rate) {
        double alpha = 0.02; // large enough to be seen in a simulation
        int series = 1500;
        int tripped = 0;
        for (int seed = 0; seed < series; seed++) {
            tripped += requests(allowed, alpha, rate, seed) < FOR_EVER ? 1 : 0;
        }

        assertThat((double) tripped / series).isLessThan(alpha + 2 * Math.sqrt(alpha / series));
    }

    /** What it notices, at alpha 0.001, and how soon: the middle of 300 series. */
    @ParameterizedTest
    @CsvSource({
        "0.001, 0.003, 5000, 7500",
        "0.001, 0.005, 1600, 2400",
        "0.001, 0.01, 450, 620",
        "0.001, 0.05, 30, 70",
        "0.01, 0.1, 30, 70",
        "0.01, 1, 2, 3"
    })
    void howManyRequestsItTakes(double allowed, double rate, int least, int most) {
        double[] taken = new double[300];
        for (int seed = 0; seed < taken.length; seed++) {
            taken[seed] = requests(allowed, 0.001, rate, seed);
        }

        assertThat(Robust.median(taken)).isBetween((double) least, (double) most);
        assertThat(Robust.quantile(0.95, taken)).isLessThan(Math.min(FOR_EVER, 3.0 * most));
        assertThat(new Guardrail(allowed, 0.001).requestsToNotice(rate)).isBetween(0.5 * least, 1.5 * most);
    }

    @Test
    void manyRequestsAtOnceCountAsOneByOne() {
        Guardrail one = new Guardrail(0.01, 0.001);
        Guardrail many = new Guardrail(0.01, 0.001);
        for (int i = 0; i < 100; i++) {
            one.add(1, i % 50 == 49 ? 1 : 0);
        }
        many.add(100, 2);
        one.add(0, 0);

        assertThat(one.requests()).isEqualTo(many.requests()).isEqualTo(100);
        assertThat(one.bad()).isEqualTo(many.bad()).isEqualTo(2);
        assertThat(one.isTripped()).isFalse();
        many.add(50, 50);
        one.add(50, 50);
        assertThat(one.isTripped()).isTrue();
        assertThat(one.evidence() / many.evidence()).isCloseTo(1, within(1e-9));
    }

    @Test
    void trippedItStaysSo() {
        Guardrail guardrail = new Guardrail(0.001, 0.001);
        assertThat(guardrail.add(10, 10)).isTrue();

        assertThat(guardrail.add(1_000_000, 0)).isTrue();
        assertThat(guardrail.evidence()).isGreaterThan(1000);
    }

    @Test
    void aRateThatIsAllowedTakesForEver() {
        assertThat(new Guardrail(0.01, 0.001).requestsToNotice(0.01)).isInfinite();
    }

    @Test
    void whatIsNoRateIsRefused() {
        assertThatThrownBy(() -> new Guardrail(0, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guardrail(0.1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guardrail(Double.NaN, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guardrail(0.1, 0.1).add(1, 2)).hasMessageContaining("2 bad of 1");
    }
}
