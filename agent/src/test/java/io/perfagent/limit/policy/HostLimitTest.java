package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostLimitTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    /** How a host answers: after how long, and whether well. */
    private interface Host {
        /** @return nanoseconds until the caller has its answer; negative if it is a failure */
        long call(long nowNanos, int inside, Random random);
    }

    /** Calls as they come, at random, from a client that has this limit or only counts what it would do. */
    private static final class Client {
        final HostLimit limit = new HostLimit(0);
        final Random random;
        final PriorityQueue<long[]> running = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        boolean holds = true;
        long now;
        int asked;
        int refused;
        int good;
        int bad;

        Client(long seed) {
            random = new Random(seed);
        }

        void run(int seconds, double perSecond, Host host) {
            asked = refused = good = bad = 0;
            long until = now + seconds * SECOND;
            while (now < until) {
                long next = now + (long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
                endUntil(next);
                now = next;
                asked++;
                if (holds && limit.isFull(now)) {
                    refused++;
                    continue;
                }
                limit.begin();
                long nanos = host.call(now, running.size(), random);
                running.add(new long[] {now + Math.abs(nanos), now, nanos < 0 ? 1 : 0});
            }
        }

        private void endUntil(long nanos) {
            while (!running.isEmpty() && running.peek()[0] <= nanos) {
                long[] call = running.poll();
                boolean failed = call[2] == 1;
                limit.ended(call[1], call[0], failed);
                good += failed ? 0 : 1;
                bad += failed ? 1 : 0;
            }
        }
    }

    private static Client client() {
        long seed = new Random().nextLong();
        System.out.println("HostLimitTest seed " + seed);
        return new Client(seed);
    }

    private static long exponential(long meanNanos, Random random) {
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanNanos);
    }

    /** A host that does so much at once and turns the rest away. */
    private static Host places(int places, long meanNanos) {
        return (now, inside, random) -> inside < places ? exponential(meanNanos, random) : -MILLI;
    }

    /** A host that fails whatever is asked of it. */
    private static Host failing(double share, long meanNanos) {
        return (now, inside, random) ->
                random.nextDouble() < share ? -exponential(meanNanos, random) : exponential(meanNanos, random);
    }

    /** A host with a queue, whose callers wait for half a second; it goes on with what nobody waits for any more. */
    private static Host queue(int servers, long serviceNanos) {
        long[] free = new long[servers];
        return (now, inside, random) -> {
            int first = 0;
            for (int i = 1; i < servers; i++) {
                first = free[i] < free[first] ? i : first;
            }
            free[first] = Math.max(now, free[first]) + serviceNanos;
            long nanos = free[first] - now;
            return nanos > SECOND / 2 ? -SECOND / 2 : nanos;
        };
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 100, 2000})
    void a_host_that_answers_has_no_limit_however_much_is_asked_of_it(double perSecond) {
        Client client = client();
        client.run(60, perSecond, failing(0.02, 50 * MILLI));

        assertThat(client.refused).isZero();
        assertThat(client.limit.limit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10, 20", "10, 100", "40, 50", "100, 30"})
    void a_host_that_turns_away_what_is_too_much_gets_what_it_can_do(int places, int meanMillis) {
        Client client = client();
        Host host = places(places, meanMillis * MILLI);
        double capacity = 1000.0 * places / meanMillis;
        client.run(60, 3 * capacity, host);
        client.run(60, 3 * capacity, host);

        assertThat(client.good / 60.0).isGreaterThan(0.72 * capacity);
        assertThat((double) client.bad / (client.good + client.bad)).isLessThan(0.2);
    }

    @ParameterizedTest
    @CsvSource({"10, 20", "20, 100"})
    void a_host_that_is_drowned_by_its_callers_is_not(int servers, int serviceMillis) {
        double capacity = 1000.0 * servers / serviceMillis;
        Client unlimited = client();
        unlimited.holds = false;
        unlimited.run(60, 2 * capacity, queue(servers, serviceMillis * MILLI));
        assertThat(unlimited.good / 60.0).as("without").isLessThan(0.2 * capacity);

        Client client = client();
        Host host = queue(servers, serviceMillis * MILLI);
        client.run(120, 2 * capacity, host);
        client.run(60, 2 * capacity, host);
        assertThat(client.good / 60.0).as("with").isGreaterThan(0.88 * capacity);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 20", "0.15, 50", "0.3, 50", "0.15, 200", "0.3, 200", "0.6, 200", "0.9, 200", "0.3, 2000"})
    void where_calls_fail_whatever_is_asked_they_are_made_as_before(double share, double perSecond) {
        Client client = client();
        client.run(600, perSecond, failing(share, 100 * MILLI));

        assertThat((double) client.refused / client.asked).isLessThan(0.2);
    }

    @Test
    void when_the_host_can_do_all_again_all_is_asked_of_it_within_a_minute() {
        Client client = client();
        client.run(60, 600, places(10, 50 * MILLI));
        assertThat(client.limit.limit()).isBetween(5, 20);
        client.run(60, 600, places(1000, 50 * MILLI));
        client.run(70, 600, places(1000, 50 * MILLI));

        assertThat((double) client.refused / client.asked).isLessThan(0.01);
    }

    @Test
    void few_calls_say_nothing() {
        HostLimit limit = new HostLimit(0);
        for (int i = 0; i < 100; i++) {
            long now = i * SECOND;
            assertThat(limit.isFull(now)).isFalse();
            limit.begin();
            limit.ended(now, now + MILLI, true);
        }
        assertThat(limit.limit()).isZero();
    }

    @Test
    void calls_that_never_end_do_not_hold_up_all_others() {
        HostLimit limit = new HostLimit(0);
        for (int i = 0; i < 10; i++) {
            limit.begin();
        }
        for (int i = 0; i < 100; i++) {
            limit.begin();
            limit.ended(i, i, i % 4 == 0);
        }
        assertThat(limit.limit()).isBetween(1, 10);
        assertThat(limit.isFull(SECOND / 2)).isTrue();
        assertThat(limit.isFull(SECOND)).as("one a second").isFalse();
        assertThat(limit.isFull(SECOND)).isTrue();

        long now = SECOND;
        int passed = 0;
        for (int i = 0; i < 600_000; i++) {
            now += MILLI;
            if (!limit.isFull(now)) {
                limit.begin();
                limit.ended(now, now, false);
                passed++;
            }
        }
        assertThat(passed).as("they are grown around").isGreaterThan(100_000);
        for (int i = 0; i < 20; i++) {
            limit.ended(now, now, false);
        }
        assertThat(limit.inside()).isZero();
    }
}
