package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Tracing tracing = new Recorder().tracing;
    private final SipHash hash = new SipHash(3, 4);

    private static KeySource source(String text) {
        KeySource source = KeySource.of(text);
        assertThat(source).isNotNull();
        return source;
    }

    private Requests requests(List<KeyLimits.Cap> caps, List<KeyLimits.Rate> rates) {
        return new Requests(
                new PathPatterns(List.of("/health")),
                1,
                Caps.NONE,
                Rates.NONE,
                new KeyLimits(caps, rates, hash),
                Tiers.NONE,
                Cohorts.NONE,
                Rejection.DEFAULT);
    }

    private Operation ask(Requests requests, Map<String, String> request) {
        return ask(requests, request, System.nanoTime());
    }

    private Operation ask(Requests requests, Map<String, String> request, long startNanos) {
        Operation operation = tracing.beginRequest(OperationKinds.HTTP_SERVER, null);
        operation.startNanos = startNanos;
        requests.enter(operation, "/x", true, FakeReader.ONE, request);
        tracing.detach(operation);
        return operation;
    }

    @Test
    void a_user_has_at_most_so_many_inside_and_others_are_not_held_back() {
        Requests requests = requests(List.of(new KeyLimits.Cap(source("header:X-User"), 2)), List.of());
        Map<String, String> ann = Map.of("x-user", "ann");
        Operation first = ask(requests, ann);
        Operation second = ask(requests, ann);
        Operation third = ask(requests, ann);
        assertThat(first.limitReason).isNull();
        assertThat(second.limitReason).isNull();
        assertThat(third.limitReason).isEqualTo("key_cap");
        assertThat(requests.rejection(third).status).isEqualTo(429);
        Operation other = ask(requests, Map.of("x-user", "bob"));
        Operation nobody = ask(requests, FakeReader.PLAIN);
        assertThat(other.limitReason).isNull();
        assertThat(nobody.limitReason).isNull();
        assertThat(requests.isHolding()).isTrue();
        tracing.end(first);
        Operation next = ask(requests, ann);
        assertThat(next.limitReason).isNull();
        for (Operation one : List.of(second, third, other, nobody, next)) {
            tracing.end(one);
        }
        assertThat(requests.keys().inside(0)).isZero();
        assertThat(requests.holding()).isZero();
        assertThat(LimitReport.text(requests)).contains("cap by header:X-User: 2 requests inside; turned away: 1");
    }

    @Test
    void who_is_refused_by_one_cap_holds_none_of_the_others_and_open_ones_hold_nobody() {
        Requests requests = requests(
                List.of(
                        new KeyLimits.Cap(source("header:X-Tenant"), 10),
                        new KeyLimits.Cap(source("header:X-User"), 1)),
                List.of());
        Map<String, String> ann = Map.of("x-tenant", "t", "x-user", "ann");
        Operation first = ask(requests, ann);
        for (int i = 0; i < 20; i++) {
            tracing.end(ask(requests, ann));
        }
        tracing.end(first);
        assertThat(requests.keys().inside(0) + requests.keys().inside(1)).isZero();
        requests.keys().open();
        Operation second = ask(requests, ann);
        Operation third = ask(requests, ann);
        assertThat(third.limitReason).isNull();
        assertThat(requests.isHolding()).isFalse();
        tracing.end(second);
        tracing.end(third);
    }

    @Test
    void one_that_is_stuck_gives_its_keys_place_back_once() {
        Requests requests = requests(List.of(new KeyLimits.Cap(source("header:X-User"), 1)), List.of());
        Map<String, String> ann = Map.of("x-user", "ann");
        Operation endless = ask(requests, ann);
        long later = System.nanoTime() + 62 * SECOND;
        requests.takeOutStuck(later);
        assertThat(requests.stuck().count()).isEqualTo(1);
        Operation next = ask(requests, ann, later);
        assertThat(next.limitReason).isNull();
        tracing.end(endless);
        Operation third = ask(requests, ann, later);
        assertThat(third.limitReason).as("the late end gave nothing back").isEqualTo("key_cap");
        tracing.end(third);
        tracing.end(next);
        assertThat(requests.keys().inside(0)).isZero();
    }

    @Test
    void a_rate_is_each_keys_own() {
        KeyRates rates = new KeyRates(new Rates.Rate(10, 3), 0);
        long now = SECOND;
        for (int i = 0; i < 3; i++) {
            assertThat(rates.take(1, now)).isTrue();
            assertThat(rates.take(2, now)).isTrue();
        }
        assertThat(rates.take(1, now)).isFalse();
        assertThat(rates.take(2, now)).isFalse();
        assertThat(rates.take(1, now + SECOND / 10)).isTrue();
        assertThat(rates.take(1, now + SECOND / 10)).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(rates.take(1, now + SECOND)).as("full again").isTrue();
        }
        assertThat(rates.take(1, now + SECOND)).isFalse();
        assertThat(rates.overflows()).isZero();
    }

    @Test
    void requests_over_a_keys_rate_get_429() {
        Requests requests =
                requests(List.of(), List.of(new KeyLimits.Rate(source("cookie:SID"), new Rates.Rate(0.001, 1))));
        Map<String, String> one = Map.of("cookie", "SID=1");
        tracing.end(ask(requests, one));
        Operation second = ask(requests, one);
        assertThat(second.limitReason).isEqualTo("key_rate");
        assertThat(requests.rejection(second).status).isEqualTo(429);
        tracing.end(second);
        Operation other = ask(requests, Map.of("cookie", "SID=2"));
        assertThat(other.limitReason).isNull();
        tracing.end(other);
    }

    @Test
    void a_hundred_thousand_keys_take_no_more_room_and_what_does_not_fit_is_let_in_and_counted() {
        KeyCounts counts = new KeyCounts(1);
        KeyRates rates = new KeyRates(new Rates.Rate(0.001, 1), 0);
        int counted = 0;
        int[] places = new int[100_000];
        for (int i = 0; i < places.length; i++) {
            long key = hash.of("user " + i);
            places[i] = counts.enter(key);
            assertThat(places[i]).isNotEqualTo(KeyCounts.REFUSED);
            assertThat(rates.take(key, 1)).isTrue();
            counted += places[i] == KeyCounts.UNCOUNTED ? 0 : 1;
        }
        assertThat(counted).isBetween(KeyCounts.SLOTS * 9 / 10, KeyCounts.SLOTS);
        assertThat(counts.overflows()).isEqualTo(places.length - counted);
        assertThat(rates.overflows())
                .isBetween(places.length - KeyRates.SLOTS * 1L, places.length - KeyRates.SLOTS * 9L / 10);
        for (int place : places) {
            if (place != KeyCounts.UNCOUNTED) {
                counts.leave(place);
            }
        }
        assertThat(counts.size()).isZero();
        for (int i = 0; i < 1000; i++) {
            assertThat(rates.take(hash.of("later " + i), 3000 * SECOND)).isTrue();
        }
        assertThat(rates.overflows())
                .as("as their buckets are full again")
                .isLessThanOrEqualTo(places.length - KeyRates.SLOTS * 9L / 10);
    }

    @Test
    void under_race_each_keys_cap_holds_and_no_place_is_lost() throws InterruptedException {
        int keys = 5;
        int most = 2;
        KeyCounts counts = new KeyCounts(most);
        AtomicIntegerArray inside = new AtomicIntegerArray(keys);
        AtomicInteger tooMany = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        long seed = new Random().nextLong();
        System.out.println("KeyLimitsTest seed " + seed);
        int threads = 8;
        int rounds = 50_000;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed + t);
            new Thread(() -> {
                        for (int i = 0; i < rounds; i++) {
                            int key = random.nextInt(keys);
                            int place = counts.enter(key + 1); // all of one stripe
                            if (place > 0) {
                                tooMany.addAndGet(inside.incrementAndGet(key) > most ? 1 : 0);
                                if (i % 16 == 0) {
                                    Thread.yield();
                                }
                                inside.decrementAndGet(key);
                                counts.leave(place);
                                admitted.incrementAndGet();
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        assertThat(tooMany.get()).as("seed " + seed).isZero();
        assertThat(counts.size()).isZero();
        assertThat(admitted.get() + counts.rejections()).isEqualTo((long) threads * rounds);
    }
}
