package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(new Sample(9, 1, 5).median()).isEqualTo(5);
        assertThat(new Sample(8, 1, 4, 100).median()).isEqualTo(6);
        assertThat(new Sample(8, 1, 4, 100).max()).isEqualTo(100);
        assertThatThrownBy(Sample::new).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneRunThatWentAstrayDoesNotWidenTheError() {
        double quiet = new Sample(98, 99, 100, 101, 102).medianError();
        assertThat(quiet).isCloseTo(1.2533 * 1.4826 * 1 / Math.sqrt(5), within(1e-3));
        assertThat(new Sample(98, 99, 100, 101, 900).medianError()).isEqualTo(quiet);
        assertThat(new Sample(7).medianError()).isZero();
    }

    @Test
    void withinNoiseIsTwoStandardErrorsOfTheDifference() {
        Sample reference = new Sample(98, 99, 100, 101, 102);
        double error = Math.hypot(reference.medianError(), reference.medianError());
        assertThat(shifted(reference, 1.9 * error).notAbove(reference)).isTrue();
        assertThat(shifted(reference, 2.1 * error).notAbove(reference)).isFalse();
        assertThat(shifted(reference, -50).notAbove(reference)).isTrue();
    }

    private static Sample shifted(Sample sample, double by) {
        double middle = sample.median();
        return new Sample(middle - 2 + by, middle - 1 + by, middle + by, middle + 1 + by, middle + 2 + by);
    }
}
