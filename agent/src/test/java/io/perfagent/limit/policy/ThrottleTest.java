package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleTest {
    private static final long SECOND = 1_000_000_000L;

    /** A host that accepts so many a second and turns the rest away. */
    private static final class Host {
        final Throttle throttle = new Throttle(0);
        final Random random;
        long now;
        int asked;
        int made;
        int accepted;

        Host(long seed) {
            random = new Random(seed);
        }

        void run(int seconds, int perSecond, int capacity) {
            asked = made = accepted = 0;
            for (int second = 0; second < seconds; second++) {
                int left = capacity;
                for (int i = 0; i < perSecond; i++) {
                    now += SECOND / perSecond;
                    asked++;
                    if (throttle.enter(now, random.nextDouble())) {
                        made++;
                        throttle.ended(now, left <= 0);
                        accepted += left > 0 ? 1 : 0;
                        left--;
                    }
                }
            }
        }
    }

    private static Host host() {
        long seed = new Random().nextLong();
        System.out.println("ThrottleTest seed " + seed);
        return new Host(seed);
    }

    @Test
    void a_host_that_accepts_is_asked_each_time() {
        Host host = host();
        host.run(120, 100, 95);

        assertThat(host.made).isEqualTo(host.asked);
    }

    /** About twice as many as it accepts get there, and it still gives all it can. */
    @ParameterizedTest
    @CsvSource({"100, 20", "500, 50", "200, 80"})
    void a_host_that_turns_most_away_is_asked_about_twice_as_often_as_it_accepts(int perSecond, int capacity) {
        Host host = host();
        host.run(120, perSecond, capacity);
        host.run(120, perSecond, capacity);

        assertThat((double) host.accepted / 120).isGreaterThan(0.95 * capacity);
        assertThat((double) host.made / host.accepted).isBetween(1.6, 2.5);
    }

    @Test
    void one_that_is_down_is_asked_one_time_in_ten_and_is_found_when_it_is_back() {
        Host host = host();
        host.run(120, 100, 0);
        host.run(60, 100, 0);
        assertThat((double) host.made / host.asked).isBetween(0.07, 0.13);
        host.run(60, 100, 1000);
        host.run(10, 100, 1000);

        assertThat(host.made).as("a minute later").isEqualTo(host.asked);
    }

    @Test
    void few_calls_say_nothing() {
        Throttle throttle = new Throttle(0);
        for (int i = 0; i < 100; i++) {
            long now = 2 * i * SECOND;
            assertThat(throttle.enter(now, 0)).isTrue();
            throttle.ended(now, true);
        }
    }
}
