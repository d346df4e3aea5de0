package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HoldsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Holds holds = new Holds(0);

    @Test
    void who_is_stuck_is_taken_out_once_and_its_late_end_finds_nothing() {
        long old = holds.ticket(0b101, 0);
        int place = holds.add(old, 7, 7, 42, "worker-1", 0);
        long young = holds.ticket(0b1, 100 * SECOND);
        int other = holds.add(young, 7, 7, 42, "worker-2", 0);
        StringBuilder said = new StringBuilder();

        for (int i = 0; i < 2; i++) {
            holds.takeOld(
                    120 * SECOND,
                    (kind, age) -> kind == 42 && age >= 60 * SECOND,
                    (gates, keys, age, thread) -> said.append(gates + " " + age / SECOND + " " + thread));
        }

        assertThat(said).hasToString("5 120 worker-1");
        assertThat(holds.remove(place, old)).describedAs("its late end").isFalse();
        assertThat(holds.remove(other, young)).isTrue();
        assertThat(holds.size()).isZero();
    }

    @Test
    void a_slot_that_is_taken_anew_is_not_taken_for_the_old_one() {
        long old = holds.ticket(1, 0);
        int place = holds.add(old, 3, 3, 1, "", 0);
        holds.takeOld(100 * SECOND, (kind, age) -> true, (gates, keys, age, thread) -> {});
        long fresh = holds.ticket(1, 100 * SECOND);

        assertThat(holds.add(fresh, 3, 3, 1, "", 0)).isEqualTo(place);
        assertThat(holds.remove(place, old)).isFalse();
        assertThat(holds.remove(place, fresh)).isTrue();
    }

    @Test
    void what_finds_no_room_is_not_watched() {
        for (int i = 0; i < Holds.SLOTS; i++) {
            holds.add(holds.ticket(1, 0), 0, i, 1, "", 0);
        }
        assertThat(holds.add(holds.ticket(1, 0), 0, 0, 1, "", 0)).isZero();
        assertThat(holds.size()).isEqualTo(Holds.SLOTS);
    }

    @Test
    void under_race_each_place_is_given_back_once() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("HoldsTest seed " + seed);
        AtomicLong clock = new AtomicLong();
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger added = new AtomicInteger();
        int threads = 4;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed + t);
            new Thread(() -> {
                        ArrayDeque<long[]> mine = new ArrayDeque<>();
                        for (int i = 0; i < 50_000; i++) {
                            long ticket = holds.ticket(1 + random.nextInt(255), clock.get() * SECOND);
                            int place = holds.add(ticket, random.nextInt(16), random.nextInt(16), 1, "", 0);
                            if (place > 0) {
                                added.incrementAndGet();
                                mine.add(new long[] {place, ticket});
                            }
                            if (mine.size() > random.nextInt(4)) {
                                long[] one = mine.poll();
                                if (holds.remove((int) one[0], one[1])) {
                                    ended.incrementAndGet();
                                }
                            }
                            if (random.nextInt(100) == 0) {
                                clock.incrementAndGet();
                            }
                        }
                        done.countDown(); // what is left in mine never ends: it is taken below
                    })
                    .start();
        }
        while (done.getCount() > 0) {
            holds.takeOld(
                    clock.get() * SECOND,
                    (kind, age) -> age >= 2 * SECOND,
                    (gates, keys, age, thread) -> taken.incrementAndGet());
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        long over = (clock.get() + 256) * SECOND;
        holds.takeOld(over, (kind, age) -> true, (gates, keys, age, thread) -> taken.incrementAndGet());
        assertThat(holds.size()).describedAs("seed " + seed).isZero();
        assertThat(ended.get() + taken.get()).describedAs("seed " + seed).isEqualTo(added.get());
        assertThat(taken.get()).isPositive();
    }
}
