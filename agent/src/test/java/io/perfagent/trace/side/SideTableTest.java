package io.perfagent.trace.side;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SideTableTest {
    private static class One extends SideEntry {
        final int number;

        One(Object owner, SideTable table, int number) {
            super(owner, table);
            this.number = number;
        }
    }

    private static final class Other extends SideEntry {
        Other(Object owner, SideTable table) {
            super(owner, table);
        }
    }

    /** Equal to any other: the table must go by identity. */
    private static final class Same {
        @Override
        public boolean equals(Object other) {
            return other instanceof Same;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private final SideTable table = new SideTable(1000);

    @Test
    void entries_belong_to_one_object_and_one_type() {
        Object owner = new Same();
        Object equal = new Same();
        One entry = new One(owner, table, 1);
        table.add(entry);
        table.add(new Other(equal, table));

        assertThat(table.find(owner, One.class)).isSameAs(entry);
        assertThat(table.find(owner, Other.class)).isNull();
        assertThat(table.find(equal, One.class)).isNull();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void a_task_submitted_twice_has_two_entries_the_youngest_first() {
        Object task = new Object();
        table.add(new One(task, table, 1));
        table.add(new One(task, table, 2));

        assertThat(table.take(task, One.class).number).isEqualTo(2);
        assertThat(table.take(task, One.class).number).isEqualTo(1);
        assertThat(table.take(task, One.class)).isNull();
        assertThat(table.size()).isZero();
    }

    @Test
    void what_is_queued_more_than_once_is_taken_in_turn() {
        Object task = new Object();
        for (int i = 0; i < 50; i++) {
            table.add(new One(task, table, i));
            table.add(new Other(task, table));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(table.takeOldest(task, One.class).number).isEqualTo(i);
        }
        assertThat(table.takeOldest(task, One.class)).isNull();
        assertThat(table.size()).isEqualTo(50);
    }

    @Test
    void of_a_long_queue_of_one_object_each_is_taken_once() {
        SideTable large = new SideTable(100_000);
        Object task = new Object();
        boolean[] taken = new boolean[60_000];
        for (int i = 0; i < taken.length; i++) {
            large.add(new One(task, large, i));
        }
        for (int i = 0; i < taken.length; i++) {
            int number = large.takeOldest(task, One.class).number;
            assertThat(taken[number]).isFalse();
            taken[number] = true;
        }
        assertThat(large.takeOldest(task, One.class)).isNull();
        assertThat(large.size()).isZero();
    }

    @Test
    void an_entry_is_taken_out_once() {
        Object owner = new Object();
        One entry = new One(owner, table, 1);
        table.add(entry);

        assertThat(table.remove(entry)).isTrue();
        assertThat(table.remove(entry)).isFalse();
        assertThat(table.size()).isZero();
        assertThat(entry.get()).isNull();
    }

    @Test
    void the_table_is_bounded_and_counts_what_it_refuses() {
        SideTable small = new SideTable(3);
        List<Object> owners = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Object owner = new Object();
            owners.add(owner);
            assertThat(small.add(new One(owner, small, i))).isEqualTo(i < 3);
        }

        assertThat(small.size()).isEqualTo(3);
        assertThat(small.capacity()).isEqualTo(3);
        assertThat(small.refused()).isEqualTo(2);
        assertThat(small.find(owners.get(4), One.class)).isNull();
        small.take(owners.get(0), One.class);
        assertThat(small.add(new One(owners.get(4), small, 4))).isTrue();
    }

    @Test
    void taking_out_what_was_refused_does_not_make_room() {
        SideTable small = new SideTable(1);
        Object owner = new Object();
        small.add(new One(owner, small, 1));
        One refused = new One(owner, small, 2);
        assertThat(small.add(refused)).isFalse();

        small.remove(refused);

        assertThat(small.size()).isEqualTo(1);
    }

    /** The time limit is for a hang: the collector is asked again until the objects are gone. */
    @Test
    @Timeout(60)
    void the_entries_of_objects_that_are_gone_make_room() {
        Object kept = new Object();
        table.add(new One(kept, table, 0));
        for (int i = 0; i < 100; i++) {
            table.add(new One(new Object(), table, i));
        }

        while (table.size() > 1) {
            System.gc();
            table.expunge();
        }

        assertThat(table.find(kept, One.class)).isNotNull();
    }

    @Test
    void it_behaves_as_a_map_from_identities_to_stacks() {
        long seed = System.nanoTime();
        System.out.println("SideTableTest seed " + seed);
        Random random = new Random(seed);
        Map<Object, Deque<One>> model = new IdentityHashMap<>();
        List<Object> owners = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            owners.add(new Same());
            model.put(owners.get(i), new ArrayDeque<>());
        }
        SideTable bounded = new SideTable(100);
        int size = 0;
        for (int step = 0; step < 50_000; step++) {
            Object owner = owners.get(random.nextInt(owners.size()));
            Deque<One> expected = model.get(owner);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    One entry = new One(owner, bounded, step);
                    boolean added = bounded.add(entry);
                    assertThat(added).isEqualTo(size < 100);
                    if (added) {
                        expected.push(entry);
                        size++;
                    }
                }
                case 2 -> {
                    One taken = bounded.take(owner, One.class);
                    assertThat(taken).isSameAs(expected.poll());
                    size -= taken == null ? 0 : 1;
                }
                default -> {
                    if (!expected.isEmpty()) {
                        One any = new ArrayList<>(expected).get(random.nextInt(expected.size()));
                        assertThat(bounded.remove(any)).isTrue();
                        expected.remove(any);
                        size--;
                    }
                }
            }
            assertThat(bounded.find(owner, One.class)).isSameAs(expected.peek());
            assertThat(bounded.size()).isEqualTo(size);
        }
    }

    /** A few owners in few buckets, so that threads meet in the same chains. */
    @Test
    void entries_of_many_threads_are_each_taken_exactly_once() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        SideTable shared = new SideTable(Integer.MAX_VALUE);
        Object[] owners = new Object[8];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = new Object();
        }
        Map<One, Boolean> taken = new ConcurrentHashMap<>();
        AtomicInteger twice = new AtomicInteger();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        CountDownLatch go = new CountDownLatch(1);
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int number = t;
            workers[t] = new Thread(() -> {
                try {
                    go.await();
                    Random random = new Random(number);
                    for (int i = 0; i < each; i++) {
                        Object owner = owners[random.nextInt(owners.length)];
                        shared.add(new One(owner, shared, i));
                        One one = shared.take(owners[random.nextInt(owners.length)], One.class);
                        if (one != null && taken.put(one, true) != null) {
                            twice.incrementAndGet();
                        }
                    }
                } catch (Throwable thrown) {
                    failed.set(thrown);
                }
            });
            workers[t].start();
        }
        go.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
        for (Object owner : owners) {
            One one;
            while ((one = shared.take(owner, One.class)) != null) {
                assertThat(taken.put(one, true)).isNull();
            }
        }

        assertThat(failed.get()).isNull();
        assertThat(twice.get()).isZero();
        assertThat(taken).hasSize(threads * each);
        assertThat(shared.size()).isZero();
        assertThat(shared.refused()).isZero();
    }
}
