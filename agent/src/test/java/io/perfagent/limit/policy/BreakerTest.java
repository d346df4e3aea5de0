package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.limit.policy.Breaker.State;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The breaker call by call, and before simulated hosts. */
class BreakerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final Breaker breaker = new Breaker(0);
    private long now;

    /** A call of 10 ms; whether it was made. */
    private boolean call(boolean fails) {
        long start = now;
        boolean made = breaker.enter(start);
        now += 10 * MILLI;
        if (made) {
            breaker.ended(start, now, fails, 0.5);
        }
        return made;
    }

    private void open() {
        for (int i = 0; i < Breaker.LEAST_CALLS; i++) {
            assertThat(call(true)).isTrue();
        }
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void it_opens_when_half_of_enough_calls_fail_and_not_before() {
        for (int i = 0; i < Breaker.LEAST_CALLS - 1; i++) {
            call(true);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        call(true);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(call(false)).isFalse();
    }

    @Test
    void a_third_of_failures_leaves_it_closed_and_so_do_old_ones() {
        for (int i = 0; i < 300; i++) {
            assertThat(call(i % 3 == 0)).isTrue();
        }
        Breaker slow = new Breaker(0);
        for (int i = 0; i < 200; i++) {
            long at = i * SECOND;
            assertThat(slow.enter(at)).isTrue();
            slow.ended(at, at + MILLI, true, 0.5);
        }
        assertThat(slow.state()).as("ten calls in ten seconds are too few").isEqualTo(State.CLOSED);
    }

    @Test
    void after_a_while_three_probes_that_succeed_close_it() {
        open();
        now += Breaker.OPEN_NANOS - 20 * MILLI;
        assertThat(call(false)).isFalse();
        now += 20 * MILLI;
        assertThat(breaker.enter(now)).isTrue();
        assertThat(breaker.enter(now)).isTrue();
        assertThat(breaker.enter(now)).isTrue();
        assertThat(breaker.enter(now)).as("a fourth at the same time").isFalse();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        for (int i = 0; i < Breaker.PROBES; i++) {
            breaker.ended(now, now + 10 * MILLI, false, 0.5);
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.opened()).isEqualTo(1);
    }

    @Test
    void a_probe_that_fails_opens_it_for_twice_as_long_up_to_a_minute() {
        open();
        long expected = Breaker.OPEN_NANOS;
        for (int i = 0; i < 8; i++) {
            assertThat(breaker.openNanos()).isEqualTo(expected);
            now += expected - 20 * MILLI;
            assertThat(call(true)).as("after " + expected).isFalse();
            now += 20 * MILLI;
            assertThat(call(true)).isTrue();
            assertThat(breaker.state()).isEqualTo(State.OPEN);
            expected = Math.min(Breaker.LONGEST_OPEN_NANOS, 2 * expected);
        }
    }

    @Test
    void what_began_before_says_nothing_of_now() {
        long early = now;
        open();
        now += Breaker.OPEN_NANOS + SECOND;
        assertThat(breaker.enter(now)).isTrue();
        for (int i = 0; i < 5; i++) {
            breaker.ended(early, now, true, 0.5);
            breaker.ended(early, now, false, 0.5);
        }
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void probes_that_do_not_end_are_not_waited_for() {
        open();
        now += Breaker.OPEN_NANOS + SECOND;
        for (int i = 0; i < Breaker.PROBES; i++) {
            assertThat(breaker.enter(now)).isTrue();
        }
        assertThat(breaker.enter(now + Breaker.NEXT_PROBE_NANOS - 1)).isFalse();
        for (int i = 0; i < Breaker.PROBES; i++) {
            now += Breaker.NEXT_PROBE_NANOS;
            assertThat(call(false)).isTrue();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void a_clock_that_stands_or_jumps_leaves_it_usable() {
        open();
        now += 365L * 24 * 3600 * SECOND;
        for (int i = 0; i < Breaker.PROBES; i++) {
            assertThat(call(false)).isTrue();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        for (int i = 0; i < 100; i++) {
            assertThat(call(false)).isTrue();
        }
    }

    /** Hosts that fail for a while, at random rates: it closes again within a minute and a half of their return. */
    @Test
    void it_always_recovers() {
        long seed = new Random().nextLong();
        System.out.println("BreakerTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            Breaker one = new Breaker(0);
            double fails = random.nextDouble();
            double outage = 600 * random.nextDouble();
            double perSecond = 3 + 100 * random.nextDouble();
            long at = 0;
            int refusedAfter = 0;
            while (at < (outage + 300) * SECOND) {
                at += (long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
                boolean out = at < outage * SECOND;
                if (one.enter(at)) {
                    one.ended(at, at + 5 * MILLI, out && random.nextDouble() < fails, random.nextDouble());
                } else if (at > (outage + 90) * SECOND) {
                    refusedAfter++;
                }
            }
            assertThat(one.state()).as("seed %d, case %d", seed, i).isEqualTo(State.CLOSED);
            assertThat(refusedAfter).as("seed %d, case %d", seed, i).isZero();
        }
    }

    @Test
    void waits_for_a_connection_open_it_by_five_of_a_minute() {
        Breaker waits = Breaker.ofWaits(0);
        for (int i = 1; i <= Breaker.LEAST_WAITS; i++) {
            assertThat(waits.state()).isEqualTo(State.CLOSED);
            assertThat(waits.enter(i * SECOND)).isTrue();
            waits.ended(i * SECOND, (i + 10) * SECOND, true, 0.5);
        }
        assertThat(waits.state()).isEqualTo(State.OPEN);

        Breaker apart = Breaker.ofWaits(0);
        for (int i = 1; i <= 20; i++) {
            assertThat(apart.enter(20 * i * SECOND)).isTrue();
            apart.ended(20 * i * SECOND, 20 * i * SECOND, true, 0.5);
        }
        assertThat(apart.state()).as("three or four in a minute are too few").isEqualTo(State.CLOSED);
    }

    @Test
    void what_is_known_to_be_there_is_asked_at_once() {
        open();
        assertThat(call(false)).isFalse();
        breaker.reached(now);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.openNanos()).isEqualTo(Breaker.OPEN_NANOS);
        for (int i = 0; i < Breaker.LEAST_CALLS - 1; i++) {
            assertThat(call(true)).as("earlier failures are forgotten").isTrue();
        }
    }

    @Test
    void a_probe_that_says_nothing_gives_its_place_to_another_one() {
        open();
        now += 2 * Breaker.LONGEST_OPEN_NANOS;
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.enter(now)).isTrue();
            breaker.saidNothing(now);
        }
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        for (int i = 0; i < Breaker.PROBES; i++) {
            assertThat(call(false)).isTrue();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        breaker.saidNothing(now);
        assertThat(call(false)).isTrue();
    }
}
