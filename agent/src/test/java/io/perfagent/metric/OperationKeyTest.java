package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationKeyTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void agreesWithSortedListsOfRandomCalls() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            OperationTable table = new OperationTable(10, 1 << 20, clock);
            OperationKey key = table.key(0, "a");
            List<Long> all = new ArrayList<>();
            List<List<Long>> slices = new ArrayList<>();
            int ticks = 1 + random.nextInt(10);
            for (int t = 0; t < ticks; t++) {
                List<Long> slice = new ArrayList<>();
                int calls = random.nextInt(3) == 0 ? random.nextInt(10) : random.nextInt(400);
                for (int i = 0; i < calls; i++) {
                    long nanos = (long) Math.exp(7 + random.nextDouble() * 21);
                    key.record(nanos, false);
                    slice.add(nanos);
                }
                all.addAll(slice);
                slices.add(slice);
                check(key, Window.SINCE_START, all, seed);
                table.tick(clock.advanceSeconds(10));
            }
            check(key, Window.TEN_SECONDS, slices.get(ticks - 1), seed);
            List<Long> minute = new ArrayList<>();
            for (List<Long> slice : slices.subList(Math.max(0, ticks - 6), ticks)) {
                minute.addAll(slice);
            }
            check(key, Window.ONE_MINUTE, minute, seed);
            check(key, Window.SINCE_START, all, seed);
        }
    }

    private static void check(OperationKey key, Window window, List<Long> durations, long seed) {
        OperationSnapshot s = key.snapshot(window);
        String context = window + ", seed " + seed;
        assertThat(s.count()).as(context).isEqualTo(durations.size());
        assertThat(s.distributionCount()).as(context).isEqualTo(durations.size());
        assertThat(s.totalNanos())
                .as(context)
                .isEqualTo(durations.stream().mapToLong(Long::longValue).sum());
        if (durations.isEmpty()) {
            assertThat(s.p99Nanos()).as(context).isEqualTo(-1);
            return;
        }
        List<Long> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        assertThat(s.maxNanos()).as(context).isEqualTo(sorted.get(sorted.size() - 1));
        percentile(s.p50Nanos(), 0.5, sorted, context);
        percentile(s.p90Nanos(), 0.9, sorted, context);
        percentile(s.p95Nanos(), 0.95, sorted, context);
        percentile(s.p99Nanos(), 0.99, sorted, context);
        percentile(s.p999Nanos(), 0.999, sorted, context);
    }

    /** The exact value or up to one part in 128, or one step of 512 ns, more. */
    private static void percentile(long actual, double rank, List<Long> sorted, String context) {
        long exact = sorted.get((int) Math.ceil(rank * sorted.size()) - 1);
        assertThat(actual).as("%s, rank %s", context, rank).isBetween(exact, exact + Math.max(512, exact / 128));
    }

    @Test
    void negativeAndEndlessDurationsAreKeptInRange() {
        OperationKey key = new OperationTable(10, 1 << 20, clock).key(0, "a");
        for (int i = 0; i < 20; i++) {
            key.record(-1, false);
        }
        OperationSnapshot s = key.snapshot(Window.SINCE_START);
        assertThat(s.totalNanos()).isZero();
        assertThat(s.p999Nanos()).isZero();
        long twoHours = 7_200_000_000_000L;
        for (int i = 0; i < 20; i++) {
            key.record(twoHours, false);
        }
        s = key.snapshot(Window.SINCE_START);
        assertThat(s.maxNanos()).isEqualTo(twoHours);
        assertThat(s.totalNanos()).isEqualTo(20 * twoHours);
        assertThat(s.p99Nanos()).as("as long as a histogram goes").isGreaterThanOrEqualTo(LatencyScale.HIGHEST_NANOS);
    }

    @Test
    void nothingIsLostBetweenThreads() throws Exception {
        // Room for a few of the keys only, so that they are given, taken and folded all the time.
        long limit = LatencyScale.RECORDER_BYTES * 14L;
        OperationTable table = new OperationTable(30, limit, clock);
        int recorders = 4;
        int calls = 40_000;
        Threads.runTogether(recorders + 1, thread -> {
            for (int i = 0; i < calls; i++) {
                if (thread < recorders) {
                    // The busiest names change over time.
                    int name = (i / 4_000 * 7 + i % (1 + i % 8)) % 40;
                    table.key(i % 2, "operation " + name).record(i, i % 10 == 0);
                } else if (i % 800 == 0) {
                    table.tick(clock.advanceSeconds(10));
                    assertThat(table.histogramBytes()).isLessThanOrEqualTo(limit);
                    for (OperationSnapshot s : table.snapshots(Window.SINCE_START)) {
                        assertThat(s.count()).isLessThanOrEqualTo((long) recorders * calls);
                    }
                }
            }
        });
        table.tick(clock.advanceSeconds(10));
        table.tick(clock.advanceSeconds(10));
        List<OperationSnapshot> all = table.snapshots(Window.SINCE_START);
        assertThat(all.stream().mapToLong(OperationSnapshot::count).sum()).isEqualTo((long) recorders * calls);
        assertThat(all.stream().mapToLong(OperationSnapshot::errors).sum()).isEqualTo(recorders * calls / 10);
        assertThat(all.stream().mapToLong(OperationSnapshot::totalNanos).sum())
                .isEqualTo(recorders * (calls - 1L) * calls / 2);
        assertThat(all.stream().mapToLong(OperationSnapshot::maxNanos).max()).hasValue(calls - 1);
    }

    @Test
    void firstDurationsAreCountedOnceWhileTheyMove() throws Exception {
        for (int round = 0; round < 200; round++) {
            OperationTable table = new OperationTable(10, 1 << 20, clock);
            OperationKey key = table.key(0, "a");
            Threads.runTogether(4, thread -> {
                for (int i = 0; i < 8; i++) {
                    key.record(1_000_000, false);
                }
            });
            assertThat(key.snapshot(Window.SINCE_START).distributionCount()).isEqualTo(32);
            assertThat(table.histogramBytes()).isEqualTo(LatencyScale.RECORDER_BYTES);
        }
    }
}
