package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** By simulated steps: what comes is known exactly, and so many of them get in. */
class AdmissionLevelTest {
    private static final int NORMAL = AdmissionLevel.rank(2, 0);

    private final AdmissionLevel policy = new AdmissionLevel();
    private final int[] offered = new int[AdmissionLevel.RANKS];

    private void evenly(int each) {
        for (int cohort = 0; cohort < AdmissionLevel.COHORTS; cohort++) {
            offered[NORMAL + cohort] = each;
        }
    }

    private int below() {
        int sum = 0;
        for (int rank = 0; rank < policy.level(); rank++) {
            sum += offered[rank];
        }
        return sum;
    }

    /** @param capacity of a step */
    private int steps(int count, int capacity) {
        for (int i = 0; i < count; i++) {
            int over = Math.max(0, below() - capacity);
            policy.step(offered.clone(), over, over);
        }
        return policy.level();
    }

    @Test
    void without_too_many_nobody_is_turned_away_and_it_is_over() {
        evenly(2);
        assertThat(steps(AdmissionLevel.OVER_STEPS - 1, 256)).isEqualTo(AdmissionLevel.ALL);
        assertThat(policy.isOver()).isFalse();
        steps(1, 256);
        assertThat(policy.isOver()).isTrue();
    }

    @Test
    void a_second_of_twice_too_many_cuts_to_a_little_more_than_gets_in() {
        evenly(2);
        assertThat(steps(AdmissionLevel.FIRST_STEPS - 1, 128)).isEqualTo(AdmissionLevel.ALL);
        steps(1, 128);
        assertThat(below()).isBetween(128, 142);
        int level = policy.level();
        assertThat(steps(1000, 128)).as("and stays").isEqualTo(level);
    }

    @Test
    void one_bad_step_is_none() {
        evenly(2);
        steps(3, 256);
        policy.step(offered.clone(), 100, 100);
        assertThat(steps(100, 256)).isEqualTo(AdmissionLevel.ALL);
    }

    @Test
    void when_it_is_over_all_may_come_within_a_second() {
        evenly(20);
        steps(100, 1280);
        evenly(8);
        assertThat(steps(4, 1280)).isEqualTo(AdmissionLevel.ALL);
        steps(AdmissionLevel.OVER_STEPS, 1280);
        assertThat(policy.isOver()).isTrue();
    }

    @Test
    void more_may_come_soon_when_more_can_be_served() {
        evenly(2);
        steps(100, 64);
        assertThat(below()).isBetween(64, 74);
        steps(12, 192); // three seconds
        assertThat(below()).isGreaterThan(180);
        steps(100, 192);
        assertThat(below()).isBetween(185, 225);
    }

    @Test
    void fewer_may_come_soon_when_fewer_can_be_served() {
        evenly(2);
        steps(100, 192);
        steps(24, 64);
        assertThat(below()).isBetween(64, 80);
    }

    @Test
    void low_tiers_go_first() {
        for (int tier = 0; tier < AdmissionLevel.TIERS; tier++) {
            offered[AdmissionLevel.rank(tier, 0)] = 100; // one cohort each: all users are alike
        }
        steps(50, 300);
        assertThat(policy.level()).isBetween(AdmissionLevel.rank(2, 1), AdmissionLevel.rank(3, 1));
        assertThat(below()).isLessThanOrEqualTo(400);
    }

    @Test
    void a_rank_that_is_larger_than_what_gets_in_is_let_through_whole() {
        offered[NORMAL + 5] = 1000;
        assertThat(steps(200, 100)).isGreaterThan(NORMAL + 5);
    }

    @Test
    void nobody_known_is_no_reason_to_turn_all_away() {
        offered[NORMAL + AdmissionLevel.COHORTS - 1] = 1000;
        steps(20, 300);
        assertThat(below()).isEqualTo(1000);
        evenly(8);
        offered[NORMAL + AdmissionLevel.COHORTS - 1] = 0;
        steps(40, 300);
        assertThat(below()).isBetween(300, 345);
    }
}
