package io.perfagent.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Readiness readiness = new Readiness();
    private int classes;
    private boolean starting;

    /** Loads so many classes each second, and answers the second in which the program is ready; 0 for never. */
    private int readyAfter(int... perSecond) {
        for (int second = 1; second <= perSecond.length; second++) {
            classes += perSecond[second - 1];
            if (readiness.second(classes, starting)) {
                return second;
            }
        }
        return 0;
    }

    @Test
    void a_small_program_is_ready_after_two_quiet_seconds() {
        assertThat(readyAfter(400, 10, 0, 0)).isEqualTo(3);
    }

    @Test
    void a_pause_of_a_second_is_no_end_of_a_start() {
        assertThat(readyAfter(900, 800, 20, 700, 600, 5, 900, 30, 40)).isEqualTo(9);
    }

    @Test
    void a_framework_that_is_still_starting_is_not_ready_after_a_minute() {
        starting = true;
        assertThat(readyAfter(new int[200])).isZero();

        starting = false;
        assertThat(readyAfter(900)).isEqualTo(1);
    }

    @Test
    void a_framework_that_never_tells_its_end_is_taken_to_be_ready_in_the_end() {
        starting = true;
        assertThat(readyAfter(new int[599])).isZero();
        assertThat(readyAfter(0)).isEqualTo(1);
    }

    @Test
    void a_program_that_loads_classes_for_ever_is_ready_after_a_minute() {
        int[] flood = new int[100];
        java.util.Arrays.fill(flood, 500);
        assertThat(readyAfter(flood)).isEqualTo(60);
    }
}
