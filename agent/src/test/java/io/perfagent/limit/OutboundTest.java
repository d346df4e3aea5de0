package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.limit.policy.Breaker;
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

    private final Outbound outbound = new Outbound();
    private final GuardedHost host = new GuardedHost("api", 443, 0);
    private long now;

    private String call(int status, Throwable thrown) {
        now += 10_000_000;
        String reason = host.enter(now);
        if (reason == null) {
            host.ended(now, now + 1_000_000, status, thrown);
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
        host.hold();
        assertThat(call(0, null)).isEqualTo("circuit_open");
        assertThat(host.heldBack()).isEqualTo(1);
        host.open();
        assertThat(call(200, null)).isNull();
    }

    @Test
    void a_host_that_turns_calls_away_is_asked_less() {
        host.hold();
        int throttled = 0;
        for (int i = 0; i < 500; i++) {
            throttled += "throttled".equals(call(503, null)) ? 1 : 0;
        }
        assertThat(host.state()).as("it answers").isEqualTo(Breaker.State.CLOSED);
        assertThat(throttled).isBetween(300, 490);
        assertThat(host.isTroubled()).isTrue();
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

    @Test
    void a_pool_is_told_apart_from_a_host_of_its_name_and_asked_again_once_it_is_reached() {
        GuardedHost pool = (GuardedHost) outbound.pool("api");
        assertThat(pool.name()).isEqualTo("jdbc:api");
        assertThat(outbound.pool("api")).isSameAs(pool);
        assertThat(outbound.host("api", 443)).isNotSameAs(pool);
        pool.hold();
        for (int i = 0; i < 5; i++) {
            now = System.nanoTime();
            assertThat(pool.enter(now)).isNull();
            pool.ended(now, now, true);
        }
        assertThat(pool.enter(now)).isEqualTo("circuit_open");
        pool.reached(now);
        for (int i = 0; i < 3; i++) {
            assertThat(pool.enter(now)).isNull();
            pool.ended(now, now, false);
        }
        assertThat(pool.state()).isEqualTo(Breaker.State.CLOSED);
    }

    /** Exact under race: never more than three probes at once, whoever asks. */
    @Test
    void threads_that_race_get_three_probes() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            call(0, new ConnectException("refused"));
        }
        host.hold();
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
