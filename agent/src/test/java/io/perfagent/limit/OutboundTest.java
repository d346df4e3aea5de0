package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.limit.policy.Breaker;
import io.perfagent.pool.FakePool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private static final long SECOND = 1_000_000_000L;

    private final Recorder recorder = new Recorder();
    private final Outbound outbound = new Outbound();
    private final GuardedHost host = new GuardedHost("api", 443, 0);
    private long now;

    private String call(int status, Throwable thrown) {
        now += 10_000_000;
        String reason = host.enter(now);
        if (reason == null) {
            host.ended(now, now + 1_000_000, status, thrown, true);
        }
        return reason;
    }

    @Test
    void a_failing_host_is_not_asked_only_once_that_is_in_effect() {
        for (int i = 0; i < 50; i++) {
            assertThat(call(0, new ConnectException("refused"))).isNull();
        }
        assertThat(host.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(host.wouldHoldBack()).isEqualTo(30);
        assertThat(host.hasGivenCause()).isTrue();
        host.hold(now);
        assertThat(call(0, null)).isEqualTo("circuit_open");
        assertThat(host.heldBack()).isEqualTo(1);
        host.open();
        assertThat(call(200, null)).isNull();
    }

    @Test
    void a_host_that_nobody_calls_any_more_is_no_trouble() {
        for (int i = 0; i < 50; i++) {
            call(0, new ConnectException("refused"));
        }
        assertThat(host.isTroubled(now + 59 * SECOND)).isTrue();
        assertThat(host.isTroubled(now + 61 * SECOND)).isFalse();
        now += 100 * SECOND;
        call(0, new ConnectException("refused"));
        assertThat(host.isTroubled(now)).as("called again").isTrue();
        GuardedHost link = GuardedHost.link("redis", 6379, now);
        for (int i = 0; i < 5; i++) {
            link.ended(now, now + 30 * SECOND, true);
        }
        assertThat(link.isTroubled(now + 70 * SECOND)).isTrue();
    }

    @Test
    void a_host_that_turns_calls_away_is_asked_less() {
        host.hold(now);
        int throttled = 0;
        for (int i = 0; i < 500; i++) {
            throttled += "throttled".equals(call(503, null)) ? 1 : 0;
        }
        assertThat(host.state()).as("it answers").isEqualTo(Breaker.State.CLOSED);
        assertThat(throttled).isBetween(300, 490);
        assertThat(host.isTroubled(now)).isTrue();
        assertThat(host.isTroubled(now + 31 * SECOND))
                .as("nobody has asked since")
                .isFalse();
    }

    @Test
    void a_host_that_fails_now_and_then_is_asked_less_at_once() {
        host.hold(now);
        List<String> reasons = new java.util.ArrayList<>();
        for (int i = 0; i < 300; i++) {
            now += 1_000_000;
            // Twenty at once, of which each third times out.
            String reason = host.enter(now);
            reasons.add(reason);
            if (reason == null && i % 20 == 19) {
                for (int ended = 0; ended < 20; ended++) {
                    host.ended(
                            now - 1,
                            now,
                            ended % 3 == 0 ? 0 : 200,
                            ended % 3 == 0 ? new SocketTimeoutException() : null,
                            true);
                }
            }
        }
        assertThat(host.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(host.limit()).isPositive();
        assertThat(reasons).contains("host_limit").doesNotContain("circuit_open", "throttled");
        assertThat(host.isTroubled(now)).isTrue();
        assertThat(host.isTroubled(now + 60 * SECOND)).isFalse();
        host.open();
        host.hold(now);
        assertThat(host.limit()).as("begins anew").isZero();
    }

    @Test
    void a_shared_connection_is_given_up_when_nothing_comes_over_it_any_more() {
        GuardedHost link = (GuardedHost) outbound.link("redis", 6379);
        assertThat(outbound.link("redis", 6379)).isSameAs(link);
        assertThat(outbound.host("redis", 6379)).isNotSameAs(link);
        assertThat(outbound.link("", 6379)).isNull();
        outbound.hold("redis:6379", true);
        now = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            link.passed();
            link.ended(now, now, true);
        }
        link.reached(now); // an answer: what was before says nothing any more
        for (int i = 0; i < 4; i++) {
            link.ended(now, now, true);
        }
        assertThat(link.isClosed()).isTrue();
        link.ended(now, now, true);
        assertThat(link.isClosed()).isFalse();
        assertThat(link.enter(now)).isEqualTo("circuit_open");
        assertThat(link.calls()).isEqualTo(5);
    }

    @Test
    void errors_of_its_own_and_of_the_caller_are_no_failures_of_the_host() {
        for (int i = 0; i < 100; i++) {
            assertThat(call(500, null)).isNull();
            assertThat(call(404, null)).isNull();
            assertThat(call(0, new SSLHandshakeException("not trusted"))).isNull();
            assertThat(call(0, new IllegalStateException("closed"))).isNull();
            assertThat(call(0, null)).as("cancelled").isNull();
        }
        assertThat(host.hasGivenCause()).isFalse();
    }

    @Test
    void failures_are_known_by_type_and_cause() {
        for (Throwable failure : List.of(
                new ConnectException("refused"),
                new SocketTimeoutException("read"),
                new HttpConnectTimeoutException("connect"),
                new ExecutionException(new UncheckedIOException(new ConnectException("refused"))))) {
            assertThat(GuardedHost.isFailure(failure)).as("%s", failure).isTrue();
        }
        IOException circular = new IOException("one");
        circular.initCause(new IOException("other", circular));
        assertThat(GuardedHost.isFailure(circular)).isFalse();
        assertThat(GuardedHost.isFailure(null)).isFalse();
    }

    @Test
    void hosts_are_told_apart_and_bounded() {
        OutboundHost one = outbound.host("api", 443);
        assertThat(outbound.host("api", 443)).isSameAs(one);
        assertThat(outbound.host("api", 80)).isNotSameAs(one);
        assertThat(outbound.host("", 80)).isNull();
        for (int i = 0; i < 1000; i++) {
            outbound.host("host-" + i, 80);
        }
        assertThat(outbound.hosts()).hasSize(Outbound.MAX);
        assertThat(outbound.host("one-more", 80)).isNull();
    }

    private void fail(GuardedHost pool, int times) {
        for (int i = 0; i < times; i++) {
            now = System.nanoTime();
            assertThat(pool.enter(now)).isNull();
            pool.ended(now, now, true);
        }
    }

    @Test
    void a_pool_is_asked_again_once_it_is_reached() {
        GuardedHost pool = (GuardedHost) outbound.pool(new FakePool(recorder, "shop", 4));
        assertThat(pool.name()).isEqualTo("jdbc:shop");
        pool.hold(now);
        fail(pool, 5);
        assertThat(pool.isClosed()).isFalse();
        assertThat(pool.enter(now)).isEqualTo("circuit_open");
        pool.reached(now);
        assertThat(pool.isClosed()).isTrue();
        assertThat(pool.enter(now)).isNull();
    }

    @Test
    void pools_of_one_name_fail_each_for_itself_and_are_held_back_together() {
        FakePool one = new FakePool(recorder, "tenant", 4);
        FakePool other = new FakePool(recorder, "tenant", 4);
        GuardedHost failing = (GuardedHost) outbound.pool(one);
        GuardedHost healthy = (GuardedHost) outbound.pool(other);
        assertThat(outbound.pool(one)).isSameAs(failing).isNotSameAs(healthy);
        fail(failing, 5);
        outbound.hold("jdbc:tenant", true);
        assertThat(failing.enter(now)).isEqualTo("circuit_open");
        assertThat(healthy.enter(now)).isNull();
        assertThat(healthy.isHolding()).isTrue();

        one.gone = true;
        GuardedHost later = (GuardedHost) outbound.pool(new FakePool(recorder, "tenant", 4));
        assertThat(later.isHolding()).as("consent is by name").isTrue();
        assertThat(later.enter(now)).isNull();
        assertThat(outbound.hosts()).containsExactly(healthy, later);
        other.gone = true;
        assertThat(outbound.hosts()).as("nothing of it is kept").containsExactly(later);
        outbound.hold("jdbc:tenant", false);
        assertThat(later.isHolding()).isFalse();
    }

    @Test
    void pools_that_are_gone_leave_room_and_take_none_from_hosts() {
        for (int i = 0; i < 1000; i++) {
            FakePool pool = new FakePool(recorder, "pool-" + i, 4);
            assertThat(outbound.pool(pool)).isNotNull();
            pool.gone = true;
        }
        for (int i = 0; i < Outbound.MAX; i++) {
            assertThat(outbound.pool(new FakePool(recorder, "here-" + i, 4))).isNotNull();
        }
        assertThat(outbound.pool(new FakePool(recorder, "one-more", 4))).isNull();
        assertThat(outbound.host("api", 443)).isNotNull();
    }

    /** Exact under race: never more than three probes at once, whoever asks. */
    @Test
    void threads_that_race_get_three_probes() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            call(0, new ConnectException("refused"));
        }
        host.hold(now);
        long then = now + 100 * SECOND;
        AtomicInteger admitted = new AtomicInteger();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int n = 0; n < 1000; n++) {
                    admitted.addAndGet(host.enter(then) == null ? 1 : 0);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted.get()).isEqualTo(3);
    }
}
