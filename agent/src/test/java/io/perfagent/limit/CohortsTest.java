package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.SipHash;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CohortsTest {
    private static final int LAST = AdmissionLevel.COHORTS - 1;
    private static final long MINUTE = 60_000_000_000L;

    private final SipHash hash = new SipHash(5, 6);
    private final Cohorts cohorts = new Cohorts(
            List.of(KeySource.of("header:X-User"), KeySource.of("cookie:SID"), KeySource.of("address")), hash);

    private long key(Map<String, String> request) {
        return cohorts.key(FakeReader.ONE, request);
    }

    @Test
    void who_is_new_comes_last_and_another_cookie_or_none_wins_nothing() {
        cohorts.step(Cohorts.EVERYTHING, false, 0);
        Map<String, String> known = Map.of("cookie", "SID=1", "peer", "192.0.2.1");
        assertThat(cohorts.of(key(known))).isEqualTo(LAST);
        cohorts.completed(key(known));
        int cohort = cohorts.of(key(known));
        assertThat(cohort).isBetween(0, LAST - 1);
        assertThat(cohorts.of(key(Map.of("cookie", "SID=2", "peer", "192.0.2.1"))))
                .isEqualTo(LAST);
        assertThat(cohorts.of(key(Map.of("peer", "192.0.2.1")))).isEqualTo(LAST);
        assertThat(cohorts.of(key(Map.of()))).as("nobody can say").isEqualTo(LAST);
        assertThat(cohorts.of(key(known))).isEqualTo(cohort);
    }

    @Test
    void what_was_read_in_one_place_is_not_taken_for_what_is_in_another() {
        cohorts.step(Cohorts.EVERYTHING, false, 0);
        cohorts.completed(key(Map.of("peer", "192.0.2.1")));
        assertThat(cohorts.of(key(Map.of("x-user", "192.0.2.1")))).isEqualTo(LAST);
    }

    @Test
    void a_user_is_known_for_ten_minutes_and_not_much_longer() {
        long user = hash.of("ann");
        for (long now = 0; now <= 9 * MINUTE; now += MINUTE) {
            cohorts.step(Cohorts.SAMPLED, false, now);
            if (now == 4 * MINUTE) {
                cohorts.completed(user);
            }
        }
        assertThat(cohorts.of(user)).isLessThan(LAST);
        for (long now = 10 * MINUTE; now <= 14 * MINUTE; now += MINUTE) {
            cohorts.step(Cohorts.SAMPLED, false, now);
        }
        assertThat(cohorts.of(user)).as("ten minutes").isLessThan(LAST);
        for (long now = 15 * MINUTE; now <= 20 * MINUTE; now += MINUTE) {
            cohorts.step(Cohorts.SAMPLED, false, now);
        }
        assertThat(cohorts.of(user)).isEqualTo(LAST);
    }

    @Test
    void the_order_is_another_one_in_the_next_overload_and_the_same_within_one() {
        cohorts.step(Cohorts.EVERYTHING, true, 0);
        int[] first = new int[50];
        for (int i = 0; i < first.length; i++) {
            cohorts.completed(hash.of("user " + i));
            first[i] = cohorts.of(hash.of("user " + i));
        }
        cohorts.step(Cohorts.EVERYTHING, false, MINUTE / 2);
        cohorts.step(Cohorts.EVERYTHING, true, MINUTE - 1);
        assertThat(same(first)).isEqualTo(first.length);
        cohorts.step(Cohorts.SAMPLED, false, 2 * MINUTE);
        cohorts.step(Cohorts.EVERYTHING, true, 3 * MINUTE);
        assertThat(same(first)).isLessThan(10);
    }

    private int same(int[] cohort) {
        int same = 0;
        for (int i = 0; i < cohort.length; i++) {
            same += cohorts.of(hash.of("user " + i)) == cohort[i] ? 1 : 0;
        }
        return same;
    }

    @Test
    void a_hundred_thousand_users_are_spread_evenly_and_the_filter_still_tells_others() {
        cohorts.step(Cohorts.EVERYTHING, true, 0);
        int[] users = new int[AdmissionLevel.COHORTS];
        for (int i = 0; i < 100_000; i++) {
            long key = hash.of("user " + i);
            cohorts.completed(key);
            users[cohorts.of(key)]++;
        }
        assertThat(users[LAST]).isZero();
        for (int cohort = 0; cohort < LAST; cohort++) {
            assertThat(users[cohort]).as("cohort " + cohort).isBetween(600, 1000);
        }
        int mistaken = 0;
        for (int i = 0; i < 100_000; i++) {
            mistaken += cohorts.of(hash.of("stranger " + i)) == LAST ? 0 : 1;
        }
        assertThat(mistaken).isLessThan(3000);
    }

    @Test
    void nobody_is_noted_where_no_limit_is_in_effect() {
        cohorts.completed(hash.of("ann")); // there is no filter yet
        assertThat(cohorts.of(hash.of("ann"))).isEqualTo(LAST);
        assertThat(Cohorts.NONE.of(7)).as("all alike").isZero();
    }
}
