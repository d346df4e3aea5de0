package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.limit.policy.AdmissionLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final int NORMAL = AdmissionLevel.rank(Tiers.NORMAL, 0);

    private final Gate gate = new Gate();

    /** Asks on a thread of its own, and waits until that one waits. */
    private Future<Integer> waiter(ExecutorService threads) {
        int before = gate.waiting();
        Future<Integer> answer = threads.submit(() -> gate.enter());
        while (gate.waiting() == before && !answer.isDone()) {
            Thread.onSpinWait();
        }
        return answer;
    }

    @Test
    void open_it_only_counts() {
        for (int i = 0; i < 1000; i++) {
            assertThat(gate.enter()).isEqualTo(Gate.ADMITTED);
        }
        assertThat(gate.inside()).isEqualTo(1000);
        assertThat(gate.takePeak()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            gate.leave();
        }
        assertThat(gate.inside()).isZero();
        assertThat(gate.takePeak()).describedAs("since it was asked").isEqualTo(1000);
        assertThat(gate.takePeak()).isZero();
    }

    @Test
    void beyond_the_limit_and_the_queue_nobody_gets_in() {
        gate.hold(2, 0);
        assertThat(gate.enter()).isEqualTo(Gate.ADMITTED);
        assertThat(gate.enter()).isEqualTo(Gate.ADMITTED);
        assertThat(gate.enter()).isEqualTo(Gate.QUEUE_FULL);
        gate.leave();
        assertThat(gate.enter()).isEqualTo(Gate.ADMITTED);
        assertThat(gate.rejections()).isEqualTo(1);
    }

    @Test
    void who_waits_gets_the_place_that_is_left_or_gives_up() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            gate.hold(1, 2);
            assertThat(gate.enter()).isEqualTo(Gate.ADMITTED);
            Future<Integer> first = waiter(threads);
            gate.leave();
            assertThat(first.get()).isEqualTo(Gate.ADMITTED);
            assertThat(gate.enter()).describedAs("the time-out is the policy's").isEqualTo(Gate.TIMED_OUT);
            assertThat(gate.waiting()).isZero();
            assertThat(gate.inside()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void opening_it_lets_all_in_at_once_and_raising_the_limit_as_many_as_fit() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            gate.hold(1, 10);
            gate.enter();
            List<Future<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(waiter(threads));
            }
            gate.open();
            for (Future<Integer> one : waiting) {
                assertThat(one.get()).isIn(Gate.ADMITTED, Gate.TIMED_OUT);
            }
            assertThat(gate.waiting()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_interrupted_waiter_is_turned_away_and_stays_interrupted() throws Exception {
        gate.hold(1, 1);
        gate.enter();
        AtomicInteger answer = new AtomicInteger(-1);
        AtomicInteger interrupted = new AtomicInteger();
        Thread thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            answer.set(gate.enter());
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        thread.start();
        thread.join();
        assertThat(answer.get()).isEqualTo(Gate.INTERRUPTED);
        assertThat(interrupted.get()).isEqualTo(1);
    }

    @Test
    void under_race_the_limit_holds_and_no_place_is_lost() throws Exception {
        int limit = 5;
        gate.hold(limit, 8);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        int threads = 16;
        long seed = new java.util.Random().nextLong();
        System.out.println("GateTest seed " + seed);
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            java.util.Random random = new java.util.Random(seed + t);
            new Thread(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            int rank = random.nextInt(AdmissionLevel.ALL);
                            if (gate.tryEnter()
                                    || gate.enter(random.nextInt(8) > 0, random.nextInt(1_000_000), rank)
                                            == Gate.ADMITTED) {
                                int now = inside.incrementAndGet();
                                most.accumulateAndGet(now, Math::max);
                                if (i % 16 == 0) {
                                    Thread.yield();
                                }
                                inside.decrementAndGet();
                                gate.leave();
                                admitted.incrementAndGet();
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, limit);
        assertThat(gate.inside()).isZero();
        assertThat(gate.waiting()).isZero();
        assertThat(admitted.get() + gate.rejections()).isEqualTo(threads * 20_000L);
    }

    @Test
    void who_may_not_wait_is_let_in_or_turned_away_at_once() {
        gate.hold(1, 10);
        assertThat(gate.enter(false, 0, NORMAL)).isEqualTo(Gate.ADMITTED);
        assertThat(gate.enter(false, 0, NORMAL)).isEqualTo(Gate.QUEUE_FULL);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void who_has_waited_elsewhere_for_too_long_is_turned_away_only_where_there_is_no_room() {
        gate.hold(1, 10);
        assertThat(gate.enter(true, 200_000_000, 0))
                .describedAs("there is room")
                .isEqualTo(Gate.ADMITTED);
        assertThat(gate.enter(true, 200_000_000, 0)).isEqualTo(Gate.TOO_OLD);
        assertThat(gate.waiting()).isZero();
        assertThat(gate.inside()).isEqualTo(1);
    }

    @Test
    void of_those_that_wait_the_higher_tier_is_let_in_first_and_takes_the_place_of_one_below() throws Exception {
        Gate patient = new Gate(30_000_000_000L);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            patient.hold(1, 2);
            assertThat(patient.enter()).isEqualTo(Gate.ADMITTED);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int tier : new int[] {4, 2}) {
                answers.add(threads.submit(() -> patient.enter(true, 0, AdmissionLevel.rank(tier, 0))));
                while (patient.waiting() < answers.size()) {
                    Thread.onSpinWait();
                }
            }
            assertThat(patient.enter(true, 0, AdmissionLevel.rank(4, 0)))
                    .describedAs("none is below it")
                    .isEqualTo(Gate.QUEUE_FULL);
            Future<Integer> critical = threads.submit(() -> patient.enter(true, 0, 0));
            assertThat(answers.get(0).get()).isEqualTo(Gate.DISPLACED);
            patient.leave();
            assertThat(critical.get()).isEqualTo(Gate.ADMITTED);
            assertThat(answers.get(1).isDone()).isFalse();
            patient.leave();
            assertThat(answers.get(1).get()).isEqualTo(Gate.ADMITTED);
            patient.leave();
            assertThat(patient.inside() + patient.waiting()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void of_one_tier_the_better_cohort_is_let_in_first_and_takes_the_place_of_a_worse_one() throws Exception {
        Gate patient = new Gate(30_000_000_000L);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            patient.hold(1, 3);
            assertThat(patient.enter()).isEqualTo(Gate.ADMITTED);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int cohort : new int[] {50, 90, 10}) {
                answers.add(threads.submit(() -> patient.enter(true, 0, NORMAL + cohort)));
                while (patient.waiting() < answers.size()) {
                    Thread.onSpinWait();
                }
            }
            assertThat(patient.enter(true, 0, NORMAL + 90)).isEqualTo(Gate.QUEUE_FULL);
            answers.add(threads.submit(() -> patient.enter(true, 0, NORMAL + 60)));
            assertThat(answers.get(1).get()).isEqualTo(Gate.DISPLACED);
            for (int next : new int[] {2, 0, 3}) {
                patient.leave();
                assertThat(answers.get(next).get()).isEqualTo(Gate.ADMITTED);
            }
            patient.leave();
            assertThat(patient.inside() + patient.waiting()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
