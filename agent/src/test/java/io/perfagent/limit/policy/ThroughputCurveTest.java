package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThroughputCurveTest {
    /** A resource that serves so many at once, each for so long; what is beyond waits. */
    private static ThroughputCurve curve(int servers, double seconds, double from, double to, double slowing) {
        Random random = new Random(1);
        ThroughputCurve curve = new ThroughputCurve();
        for (int i = 0; i < 2000; i++) {
            double inside = from * Math.pow(to / from, random.nextDouble());
            double served = Math.min(inside, servers);
            double use = seconds * Math.pow(served, slowing);
            curve.add(inside, served / use * (0.98 + 0.04 * random.nextDouble()), use);
        }
        return curve;
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1, 100, 8, 13", // a load from far below the knee to far beyond it
        "50, 2, 400, 40, 65",
        "10, 8, 12, 0, 0", // hardly any variation
        "10, 1, 6, 0, 0", // never reached
        "10, 30, 200, 0, 0" // never below it
    })
    void the_knee_is_known_once_the_load_has_shown_it(int servers, double from, double to, double least, double most) {
        assertThat(curve(servers, 0.02, from, to, 0).knee()).isBetween(least, most);
    }

    @Test
    void elasticity() {
        assertThat(curve(50, 0.02, 1, 50, 0).elasticity()).isBetween(-0.05, 0.05);
        assertThat(curve(50, 0.02, 1, 50, 1).elasticity()).isBetween(0.9, 1.1);
        assertThat(curve(50, 0.02, 10, 12, 1).elasticity()).isNaN();
    }

    @Test
    void nothing_is_known_of_nothing() {
        ThroughputCurve curve = new ThroughputCurve();
        curve.add(0, 0, 0);
        curve.add(Double.NaN, 1, 0);
        assertThat(curve.knee()).isZero();
        assertThat(curve.capacity()).isZero();
        assertThat(curve.elasticity()).isNaN();
    }
}
