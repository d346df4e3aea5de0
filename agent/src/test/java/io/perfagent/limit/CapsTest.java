package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CapsTest {
    private final Caps caps = new Caps(10, new TreeMap<>(Map.of("/a/*", 1, "/b", 2)), 0);

    @Test
    void a_path_counts_in_all_that_match() {
        assertThat(caps.size()).isEqualTo(3);
        assertThat(caps.of("/c")).isEqualTo(1 << Caps.FIRST);
        assertThat(caps.of("/a/x")).isEqualTo(0b11 << Caps.FIRST);
        assertThat(caps.of("/b")).isEqualTo(0b101 << Caps.FIRST);
        assertThat(Caps.NONE.of("/b")).isZero();
    }

    @Test
    void open_until_they_are_to_hold_and_again_when_they_are_not() {
        Gate gate = caps.gate(Caps.FIRST + 1);
        assertThat(gate.tryEnter() && gate.tryEnter()).isTrue();
        gate.leave();
        gate.leave();
        caps.hold(200);
        assertThat(gate.enter(true, 0, 2)).isEqualTo(Gate.ADMITTED);
        assertThat(gate.enter(true, 0, 2)).isEqualTo(Gate.QUEUE_FULL);
        assertThat(gate.enter(true, 1_000_000_000_000L, 2))
                .describedAs("a cap does not ask how old a request is")
                .isEqualTo(Gate.QUEUE_FULL);
        caps.open();
        assertThat(gate.enter(true, 0, 2)).isEqualTo(Gate.ADMITTED);
    }

    @Test
    void no_more_than_sixteen() {
        Map<String, Integer> many = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            many.put("/p" + i, 1);
        }
        assertThat(new Caps(0, many, 0).size()).isEqualTo(Caps.MAX_ENDPOINTS);
        assertThat(new Caps(1, many, 0).size()).isLessThanOrEqualTo(Caps.MAX_ENDPOINTS + 1);
    }

    @Test
    void exact_under_race() throws Exception {
        Caps one = new Caps(3, Map.of(), 5_000_000);
        one.hold(200);
        Gate gate = one.gate(Caps.FIRST);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(8);
        for (int t = 0; t < 8; t++) {
            boolean waits = t % 2 == 0;
            new Thread(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            if (gate.tryEnter() || gate.enter(waits, 0, 2) == Gate.ADMITTED) {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                Thread.yield();
                                inside.decrementAndGet();
                                gate.leave();
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, 3);
        assertThat(gate.inside()).isZero();
        assertThat(gate.waiting()).isZero();
    }
}
