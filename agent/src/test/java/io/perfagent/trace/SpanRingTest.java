package io.perfagent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.perfagent.export.proto.ProtoWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanRingTest {
    private static final Scope A = new Scope("scope.a", "1");
    private static final Scope B = new Scope("scope.b", "2");
    private static final long ENOUGH = 64L << 20;

    private static boolean put(SpanRing ring, Scope scope, String name) {
        SpanRing.Slot slot = ring.claim(scope);
        if (slot == null) {
            return false;
        }
        slot.out.string(5, name);
        ring.publish(slot);
        return true;
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "4, 4", "5, 8", "2048, 2048", "2049, 4096"})
    void the_capacity_is_rounded_up_to_a_power_of_two(int asked, int capacity) {
        assertThat(new SpanRing(asked, ENOUGH, 512).capacity()).isEqualTo(capacity);
    }

    @Test
    void an_empty_ring_gives_nothing() {
        SpanRing ring = new SpanRing(8, ENOUGH, 512);

        assertThat(Spans.scopes(ring)).isEmpty();
        assertThat(ring.pending()).isZero();
        assertThat(ring.heldBytes()).isZero();
    }

    @Test
    void spans_come_out_in_order_grouped_by_scope() {
        SpanRing ring = new SpanRing(8, ENOUGH, 512);
        put(ring, A, "1");
        put(ring, B, "2");
        put(ring, A, "3");
        put(ring, B, "4");

        List<ScopeSpans> scopes = Spans.scopes(ring);

        assertThat(scopes).hasSize(2);
        assertThat(scopes.get(0).getScope().getName()).isEqualTo("scope.a");
        assertThat(scopes.get(0).getScope().getVersion()).isEqualTo("1");
        assertThat(scopes.get(0).getSpansList()).extracting(Span::getName).containsExactly("1", "3");
        assertThat(scopes.get(1).getScope().getName()).isEqualTo("scope.b");
        assertThat(scopes.get(1).getSpansList()).extracting(Span::getName).containsExactly("2", "4");
        assertThat(Spans.scopes(ring)).isEmpty();
    }

    @Test
    void what_finds_no_place_is_dropped_and_counted() {
        SpanRing ring = new SpanRing(4, ENOUGH, 512);
        for (int i = 0; i < 4; i++) {
            assertThat(put(ring, A, "s" + i)).isTrue();
        }
        assertThat(put(ring, A, "too many")).isFalse();
        assertThat(ring.droppedFull()).isEqualTo(1);
        assertThat(ring.pending()).isEqualTo(4);

        assertThat(Spans.scopes(ring, 3).get(0).getSpansList())
                .extracting(Span::getName)
                .containsExactly("s0", "s1", "s2");
        assertThat(ring.pending()).isEqualTo(1);
        assertThat(put(ring, B, "again")).isTrue();
        assertThat(Spans.all(ring)).extracting(Span::getName).containsExactly("s3", "again");
    }

    @Test
    void a_span_that_is_still_written_holds_back_those_after_it_only() {
        SpanRing ring = new SpanRing(8, ENOUGH, 512);
        put(ring, A, "first");
        SpanRing.Slot open = ring.claim(A);
        put(ring, A, "later");

        assertThat(Spans.all(ring)).extracting(Span::getName).containsExactly("first");
        open.out.string(5, "open");
        ring.publish(open);
        assertThat(Spans.all(ring)).extracting(Span::getName).containsExactly("open", "later");
    }

    @Test
    void a_span_over_64_kib_is_dropped_and_counted() {
        SpanRing ring = new SpanRing(8, ENOUGH, 512);
        put(ring, A, "x".repeat(65 << 10));
        put(ring, A, "small");

        assertThat(Spans.all(ring)).extracting(Span::getName).containsExactly("small");
        assertThat(ring.droppedLarge()).isEqualTo(1);
    }

    @Test
    void the_memory_of_all_slots_is_bounded() {
        long limit = 256 << 10;
        SpanRing ring = new SpanRing(64, limit, 512);
        int kept = 0;
        for (int i = 0; i < 64; i++) {
            kept += put(ring, A, "x".repeat(30 << 10)) ? 1 : 0;
        }

        assertThat(ring.droppedMemory()).isEqualTo(64 - kept).isPositive();
        assertThat(kept).isPositive();
        // One span may pass the limit before it is seen.
        assertThat(ring.heldBytes()).isLessThan(limit + (2 * 64 << 10));
        assertThat(Spans.all(ring)).hasSize(kept);
        assertThat(put(ring, A, "room again")).isTrue();
    }

    @Test
    void a_long_span_does_not_keep_its_buffer() {
        SpanRing ring = new SpanRing(4, ENOUGH, 512);
        long fresh = 4 * 768L;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                put(ring, A, "x".repeat(20 << 10));
            }
            assertThat(ring.heldBytes()).isGreaterThan(4 * (20 << 10));
            Spans.all(ring);
            assertThat(ring.heldBytes()).isEqualTo(fresh);
        }
    }

    @ParameterizedTest
    @CsvSource({"2048, 4194304, true", "8192, 4194304, false", "2, 1, false"})
    void what_grown_slots_keep_never_ends_tracing(int capacity, long maxBytes, boolean none) {
        SpanRing ring = new SpanRing(capacity, maxBytes, 512);
        Random random = new Random(1);
        for (int i = 0; i < 60_000; i++) {
            int size = i % 20 == 0 ? 2_000 + random.nextInt(900) : random.nextInt(1_200);
            put(ring, A, "x".repeat(size));
            if (i % Math.min(500, capacity / 2) == 0) {
                ring.drain(new ProtoWriter(1 << 20, 16 << 20), 2 * capacity);
                assertThat(put(ring, A, "x".repeat(2_900))).as("after %d", i).isTrue();
            }
        }
        if (none) {
            assertThat(ring.droppedMemory()).isZero();
        }
    }

    @Test
    void what_does_not_fit_into_a_request_waits_for_the_next_one() {
        SpanRing ring = new SpanRing(64, ENOUGH, 512);
        for (int i = 0; i < 20; i++) {
            put(ring, i % 2 == 0 ? A : B, "x".repeat(10_000));
        }
        ProtoWriter out = new ProtoWriter(1 << 10, 64 << 10);
        int sent = 0;
        while (ring.pending() > 0) {
            out.clear();
            int written = ring.drain(out, 512);
            assertThat(out.overflowed()).isFalse();
            assertThat(written).isBetween(1, 6);
            sent += written;
        }
        assertThat(sent).isEqualTo(20);
    }

    @Test
    void a_place_whose_span_could_not_be_copied_blocks_nobody() {
        SpanRing ring = new SpanRing(8, ENOUGH, 512);
        SpanRing.Slot broken = ring.claim(A);
        assertThat(broken).isNotNull();
        ring.publish(broken, true);
        put(ring, A, "after it");
        assertThat(Spans.all(ring)).extracting(Span::getName).containsExactly("after it");
    }

    /** One thread, random calls, against a plain queue. */
    @Test
    void it_behaves_as_a_bounded_queue() {
        long seed = System.nanoTime();
        System.out.println("SpanRingTest seed " + seed);
        Random random = new Random(seed);
        SpanRing ring = new SpanRing(16, ENOUGH, 512);
        Deque<String> model = new ArrayDeque<>();
        long dropped = 0;
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(10) > 0) {
                boolean taken = put(ring, random.nextBoolean() ? A : B, "s" + i);
                assertThat(taken).isEqualTo(model.size() < 16);
                if (taken) {
                    model.add("s" + i);
                } else {
                    dropped++;
                }
            } else {
                int most = 1 + random.nextInt(20);
                Set<String> expected = new HashSet<>();
                for (int n = Math.min(most, model.size()); n > 0; n--) {
                    expected.add(model.remove());
                }
                Set<String> names = new HashSet<>();
                Spans.scopes(ring, most)
                        .forEach(scope -> scope.getSpansList().forEach(span -> names.add(span.getName())));
                assertThat(names).isEqualTo(expected);
            }
            assertThat(ring.pending()).isEqualTo(model.size());
        }
        assertThat(ring.droppedFull()).isEqualTo(dropped).isPositive();
    }

    @Test
    void many_producers_and_one_consumer_lose_nothing_uncounted_and_mix_nothing() throws Exception {
        int producers = 4;
        int each = 20_000;
        SpanRing ring = new SpanRing(64, ENOUGH, 512);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger running = new AtomicInteger(producers);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            int producer = p;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    for (int i = 0; i < each; i++) {
                        Scope scope = (i & 1) == 0 ? A : B;
                        SpanRing.Slot slot = ring.claim(scope);
                        if (slot != null) {
                            slot.out.string(5, producer + ":" + i);
                            slot.out.string(3, scope.name);
                            ring.publish(slot);
                            accepted.incrementAndGet();
                        } else {
                            Thread.yield();
                        }
                    }
                } catch (Throwable t) {
                    failed.set(t);
                } finally {
                    running.decrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        Map<String, Integer> last = new HashMap<>();
        int received = 0;
        boolean more = true;
        while (more) {
            more = running.get() > 0;
            for (ScopeSpans scope : Spans.scopes(ring, 50)) {
                for (Span span : scope.getSpansList()) {
                    assertThat(span.getTraceState()).isEqualTo(scope.getScope().getName());
                    String[] parts = span.getName().split(":");
                    String key = parts[0] + scope.getScope().getName();
                    Integer before = last.put(key, Integer.parseInt(parts[1]));
                    assertThat(before == null || before < Integer.parseInt(parts[1]))
                            .as("order of one producer")
                            .isTrue();
                    received++;
                    more = true;
                }
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        received += Spans.all(ring).size();

        assertThat(failed.get()).isNull();
        assertThat(received).isEqualTo(accepted.get());
        assertThat(accepted.get() + ring.droppedFull()).isEqualTo((long) producers * each);
        assertThat(ring.pending()).isZero();
    }
}
