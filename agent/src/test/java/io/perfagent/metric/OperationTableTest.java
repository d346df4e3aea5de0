package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTableTest {
    private static final long MILLI = 1_000_000;

    private final FakeClock clock = new FakeClock();

    private OperationTable table(int maxKeys, long bytes) {
        return new OperationTable(maxKeys, bytes, clock);
    }

    private void tick(OperationTable table) {
        table.tick(clock.advanceSeconds(10));
    }

    private static void record(OperationKey key, int times, long nanos) {
        for (int i = 0; i < times; i++) {
            key.record(nanos, false);
        }
    }

    /** Room for the overflow histograms and, in three quarters of the rest, for so many others and half a one. */
    private static long roomFor(int histograms) {
        return LatencyScale.RECORDER_BYTES * OperationKinds.COUNT
                + LatencyScale.RECORDER_BYTES * (2L * histograms + 1) * 2 / 3;
    }

    @Test
    void keysAreInternedByKindAndName() {
        OperationTable table = table(10, 1 << 20);
        OperationKey key = table.key(OperationKinds.HTTP_SERVER, "GET /owners/{id}");
        assertThat(table.key(OperationKinds.HTTP_SERVER, new String("GET /owners/{id}")))
                .isSameAs(key);
        assertThat(table.key(OperationKinds.HTTP_CLIENT, "GET /owners/{id}")).isNotSameAs(key);
        assertThat(key.kind).isEqualTo(OperationKinds.HTTP_SERVER);
        assertThat(key.name).isEqualTo("GET /owners/{id}");
        assertThat(key).hasToString("HTTP server GET /owners/{id}");
        assertThat(table.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "6, 5", "2147483647, 5", "0, 0", "5, 5"})
    void numbersThatAreNoKindCountAsSpans(int kind, int kept) {
        assertThat(table(10, 0).key(kind, "x").kind).isEqualTo(kept);
    }

    @Test
    void namesAreCutButNeverInsideACharacter() {
        OperationTable table = table(10, 0);
        assertThat(table.key(0, "a".repeat(300)).name).isEqualTo("a".repeat(255));
        assertThat(table.key(0, "a".repeat(254) + "\ud83d\ude00").name).isEqualTo("a".repeat(254));
        assertThat(table.key(0, "a".repeat(255)).name).hasSize(255);
    }

    @Test
    void namesBeyondTheLimitShareTheKeyOfTheirKind() {
        OperationTable table = table(2, 1 << 20);
        table.key(0, "a");
        table.key(1, "a");
        OperationKey other = table.key(0, "b");
        assertThat(other).isSameAs(table.key(0, "c")).isNotSameAs(table.key(1, "c"));
        assertThat(other.name).isEqualTo("(other)");
        assertThat(other.kind).isZero();
        assertThat(table.key(0, "a").name).isEqualTo("a");
        assertThat(table.overflowed()).isEqualTo(3);
        assertThat(table.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void beforeTheFirstTickEveryWindowIsTheTimeSinceTheStart(Window window) {
        OperationTable table = table(10, 1 << 20);
        OperationKey key = table.key(0, "a");
        record(key, 8, 2 * MILLI);
        key.record(4 * MILLI, true);
        key.record(10 * MILLI, true);
        clock.advanceSeconds(5);
        OperationSnapshot s = key.snapshot(window);
        assertThat(s.window()).isEqualTo(window);
        assertThat(s.seconds()).isEqualTo(5);
        assertThat(s.count()).isEqualTo(10);
        assertThat(s.errors()).isEqualTo(2);
        assertThat(s.errorRate()).isEqualTo(0.2);
        assertThat(s.ratePerSecond()).isEqualTo(2);
        assertThat(s.totalNanos()).isEqualTo(30 * MILLI);
        assertThat(s.meanNanos()).isEqualTo(3.0 * MILLI);
        assertThat(s.maxNanos()).isEqualTo(10 * MILLI);
        assertThat(s.distributionCount()).isEqualTo(10);
        assertThat(s.p50Nanos()).isBetween(2 * MILLI, 2 * MILLI * 101 / 100);
        assertThat(s.p90Nanos()).isBetween(4 * MILLI, 4 * MILLI * 101 / 100);
        assertThat(s.p95Nanos()).isEqualTo(10 * MILLI);
        assertThat(s.p999Nanos()).isEqualTo(10 * MILLI);
    }

    @Test
    void statusesAreCountedByClassInEveryWindow() {
        OperationTable table = table(10, 1 << 20);
        OperationKey key = table.key(0, "GET /items/*");
        for (int status : new int[] {101, 200, 200, 204, 302, 404, 500, 503, 0, -1, 99, 600}) {
            key.record(MILLI, status >= 500, status);
        }
        clock.advanceSeconds(10);
        table.tick(clock.nanoTime());
        key.record(MILLI, false, 200);
        clock.advanceSeconds(10);
        table.tick(clock.nanoTime());

        assertThat(key.snapshot(Window.TEN_SECONDS).statuses()).isEqualTo(new StatusClasses(0, 1, 0, 0, 0));
        for (Window window : new Window[] {Window.ONE_MINUTE, Window.SINCE_START}) {
            StatusClasses statuses = key.snapshot(window).statuses();
            assertThat(statuses).isEqualTo(new StatusClasses(1, 4, 1, 1, 2));
            assertThat(statuses.serverErrorRate()).isEqualTo(2 / 9.0);
            assertThat(statuses.clientErrorRate()).isEqualTo(1 / 9.0);
            assertThat(key.snapshot(window).count()).isEqualTo(13);
        }
        assertThat(table.key(0, "other").snapshot(Window.SINCE_START).statuses())
                .isEqualTo(StatusClasses.NONE);
        assertThat(StatusClasses.NONE.serverErrorRate()).isZero();
    }

    @Test
    void aKeyWithoutCallsHasNoPercentiles() {
        OperationSnapshot s = table(10, 1 << 20).key(0, "a").snapshot(Window.SINCE_START);
        assertThat(s.count()).isZero();
        assertThat(s.p50Nanos()).isEqualTo(-1);
        assertThat(s.maxNanos()).isZero();
        assertThat(s.meanNanos()).isZero();
        assertThat(s.errorRate()).isZero();
        assertThat(s.ratePerSecond()).isZero();
    }

    @Test
    void windowsCoverTheirSlices() {
        OperationTable table = table(10, 1 << 20);
        OperationKey key = table.key(0, "a");
        for (int slice = 1; slice <= 8; slice++) {
            // 20 calls in the second slice make a histogram of what was an array.
            record(key, 10 * slice, slice * MILLI);
            tick(table);
        }
        record(key, 1, 100 * MILLI);

        OperationSnapshot tenSeconds = key.snapshot(Window.TEN_SECONDS);
        assertThat(tenSeconds.seconds()).isEqualTo(10);
        assertThat(tenSeconds.count()).isEqualTo(80);
        assertThat(tenSeconds.distributionCount()).isEqualTo(80);
        assertThat(tenSeconds.maxNanos()).isEqualTo(8 * MILLI);
        assertThat(tenSeconds.p50Nanos()).isEqualTo(8 * MILLI);

        OperationSnapshot minute = key.snapshot(Window.ONE_MINUTE);
        assertThat(minute.seconds()).isEqualTo(60);
        assertThat(minute.count()).isEqualTo(30 + 40 + 50 + 60 + 70 + 80);
        assertThat(minute.distributionCount()).isEqualTo(minute.count());
        assertThat(minute.p50Nanos()).isBetween(6 * MILLI, 6 * MILLI * 101 / 100);

        OperationSnapshot all = key.snapshot(Window.SINCE_START);
        assertThat(all.seconds()).isEqualTo(80);
        assertThat(all.count()).isEqualTo(361);
        assertThat(all.distributionCount()).isEqualTo(361);
        assertThat(all.maxNanos()).isEqualTo(100 * MILLI);
    }

    @Test
    void idleSlicesEndAndTheirMemoryComesBack() {
        OperationTable table = table(10, 1 << 20);
        OperationKey key = table.key(0, "a");
        record(key, 40, MILLI);
        tick(table);
        long busy = table.histogramBytes();
        tick(table);
        assertThat(key.snapshot(Window.TEN_SECONDS).count()).isZero();
        assertThat(key.snapshot(Window.ONE_MINUTE).count()).isEqualTo(40);
        assertThat(key.snapshot(Window.ONE_MINUTE).seconds()).isEqualTo(20);
        for (int i = 0; i < 5; i++) {
            tick(table);
        }
        assertThat(key.snapshot(Window.ONE_MINUTE).count()).isZero();
        assertThat(key.snapshot(Window.SINCE_START).count()).isEqualTo(40);
        assertThat(table.snapshots(Window.ONE_MINUTE)).isEmpty();
        assertThat(table.snapshots(Window.SINCE_START)).hasSize(1);
        assertThat(table.histogramBytes()).isLessThan(busy).isGreaterThanOrEqualTo(LatencyScale.RECORDER_BYTES);
    }

    @Test
    void aHistogramIsEarnedByTheSeventeenthCall() {
        OperationTable table = table(10, 1 << 20);
        OperationKey key = table.key(0, "a");
        record(key, 16, MILLI);
        assertThat(table.histogramBytes()).isZero();
        record(key, 1, MILLI);
        assertThat(table.histogramBytes()).isEqualTo(LatencyScale.RECORDER_BYTES);
        assertThat(key.snapshot(Window.SINCE_START).distributionCount()).isEqualTo(17);
    }

    @Test
    void withoutRoomDurationsGoToTheOverflowKeyOfTheKind() {
        OperationTable table = table(10, 0);
        OperationKey key = table.key(OperationKinds.REDIS, "GET");
        record(key, 100, MILLI);
        OperationSnapshot s = key.snapshot(Window.SINCE_START);
        assertThat(s.count()).isEqualTo(100);
        assertThat(s.totalNanos()).isEqualTo(100 * MILLI);
        assertThat(s.distributionCount()).isEqualTo(16);
        OperationKey other = overflowKey(table, OperationKinds.REDIS);
        OperationSnapshot o = other.snapshot(Window.SINCE_START);
        assertThat(o.count()).isZero();
        assertThat(o.distributionCount()).isEqualTo(84);
        assertThat(o.p50Nanos()).isBetween(MILLI, MILLI * 101 / 100);
    }

    @Test
    void theLeastUsedHistogramIsFoldedToMakeRoomForABusierKey() {
        OperationTable table = table(10, roomFor(2));
        OperationKey idle = table.key(0, "idle");
        OperationKey steady = table.key(0, "steady");
        record(idle, 20, 5 * MILLI);
        record(steady, 500, MILLI);
        OperationKey busy = table.key(0, "busy");
        record(busy, 1000, 2 * MILLI);
        assertThat(busy.snapshot(Window.SINCE_START).distributionCount()).isEqualTo(16);

        tick(table);
        assertThat(table.foldedHistograms()).isEqualTo(1);
        assertThat(idle.snapshot(Window.SINCE_START).distributionCount()).isZero();
        assertThat(idle.snapshot(Window.SINCE_START).p50Nanos()).isEqualTo(-1);
        assertThat(idle.snapshot(Window.SINCE_START).count()).isEqualTo(20);
        assertThat(idle.snapshot(Window.SINCE_START).totalNanos()).isEqualTo(100 * MILLI);
        assertThat(idle.snapshot(Window.TEN_SECONDS).distributionCount())
                .as("its slices stay")
                .isEqualTo(20);
        assertThat(steady.snapshot(Window.SINCE_START).distributionCount()).isEqualTo(500);

        record(busy, 1000, 2 * MILLI);
        OperationSnapshot before = overflowKey(table, 0).snapshot(Window.SINCE_START);
        tick(table);
        OperationSnapshot after = overflowKey(table, 0).snapshot(Window.SINCE_START);
        assertThat(after.distributionCount()).isEqualTo(before.distributionCount() + 20);
        assertThat(overflowKey(table, 0).snapshot(Window.TEN_SECONDS).distributionCount())
                .as("what it inherited is not new")
                .isZero();
        record(busy, 1000, 2 * MILLI);
        assertThat(busy.snapshot(Window.SINCE_START).distributionCount()).isEqualTo(1016);
        assertThat(table.histogramBytes()).isLessThanOrEqualTo(roomFor(2));

        record(idle, 30, 5 * MILLI);
        tick(table);
        assertThat(table.foldedHistograms()).as("30 calls displace nobody").isEqualTo(1);
        assertThat(idle.snapshot(Window.SINCE_START).count()).isEqualTo(50);
    }

    @Test
    void tenThousandKeysStayBoundedAndTheirTotalsExact() {
        long limit = 8L << 20;
        OperationTable table = table(OperationTable.DEFAULT_MAX_KEYS, limit);
        long calls = 0;
        long nanos = 0;
        long errors = 0;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 10_000; i++) {
                OperationKey key = table.key(i % OperationKinds.COUNT, "operation " + i);
                int times = i % 40;
                for (int call = 0; call < times; call++) {
                    long duration = (i + 1) * 1_000L * (call + 1);
                    key.record(duration, call == 0);
                    nanos += duration;
                }
                calls += times;
                errors += times > 0 ? 1 : 0;
            }
            tick(table);
            assertThat(table.histogramBytes()).isLessThanOrEqualTo(limit);
        }
        assertThat(table.histogramBytes()).isGreaterThan(limit / 2);
        assertThat(table.size()).isEqualTo(4096);
        assertThat(table.overflowed()).isEqualTo(4 * (10_000 - 4096));
        List<OperationSnapshot> all = table.snapshots(Window.SINCE_START);
        assertThat(all).hasSizeLessThanOrEqualTo(4096 + OperationKinds.COUNT);
        assertThat(all.stream().mapToLong(OperationSnapshot::count).sum()).isEqualTo(calls);
        assertThat(all.stream().mapToLong(OperationSnapshot::errors).sum()).isEqualTo(errors);
        assertThat(all.stream().mapToLong(OperationSnapshot::totalNanos).sum()).isEqualTo(nanos);
        List<OperationSnapshot> minute = table.snapshots(Window.ONE_MINUTE);
        assertThat(minute.stream().mapToLong(OperationSnapshot::count).sum()).isEqualTo(calls);
        // Distributions of single keys were shared; as a whole nothing is missing.
        assertThat(all.stream().mapToLong(OperationSnapshot::distributionCount).sum())
                .isEqualTo(calls);
    }

    private static OperationKey overflowKey(OperationTable table, int kind) {
        OperationKey last = table.key(kind, "name 0");
        for (int i = 1; !last.overflow; i++) {
            last = table.key(kind, "name " + i);
        }
        return last;
    }
}
