package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.proto.AttributeBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationMetricTest {
    private static final double[] BOUNDS = {0.005, 0.01, 0.1, 1};
    private static final long START = 1_000;

    private static DurationMetric metric(int limit, boolean delta, int stripes) {
        MetricSettings settings = new MetricSettings(limit, 0, delta, false, true, START, "1.2");
        return new DurationMetric("the.scope", "the.duration", "What it says.", BOUNDS, settings, stripes);
    }

    private static DurationPoint point(DurationMetric metric, String value) {
        AttributeBytes attributes = new AttributeBytes().put("k", value);
        return metric.point(attributes.array(), attributes.size());
    }

    private static void record(DurationPoint point, long nanos) {
        point.record(nanos, false, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "-7, 0",
        "0, 0",
        "1, 0",
        "4999999, 0",
        "5000000, 0",
        "5000001, 1",
        "10000000, 1",
        "10000001, 2",
        "100000000, 2",
        "1000000000, 3",
        "1000000001, 4",
        "9223372036854775807, 4",
    })
    void boundsAreInclusive(long nanos, int bucket) {
        DurationMetric metric = metric(10, false, 1);
        record(point(metric, "a"), nanos);
        Exported.Point point = Exported.of(metric, START, 2_000).get(0);
        Long[] expected = {0L, 0L, 0L, 0L, 0L};
        expected[bucket] = 1L;
        assertThat(point.buckets).containsExactly(expected);
        assertThat(point.sum).isEqualTo(Math.max(0, nanos) / 1e9);
    }

    @Test
    void boundsThatAreNoWholeNanosecondsStayInclusive() {
        double[] bounds = {1e-9 / 3, 1.9e-9};
        MetricSettings settings = MetricSettings.defaults(START);
        DurationMetric metric = new DurationMetric("s", "d", "", bounds, settings, 1);
        for (int nanos = 0; nanos < 4; nanos++) {
            record(point(metric, "a"), nanos);
        }
        assertThat(Exported.of(metric, START, 2_000).get(0).buckets).containsExactly(1L, 1L, 2L);
    }

    @Test
    void aPointSaysEverythingAboutItself() {
        DurationMetric metric = metric(10, false, 1);
        record(point(metric, "a"), 2_000_000);
        record(point(metric, "a"), 20_000_000);
        List<Exported.Point> points = Exported.of(metric, START, 2_000);
        assertThat(points).hasSize(1);
        Exported.Point point = points.get(0);
        assertThat(point.scope).isEqualTo("the.scope");
        assertThat(point.scopeVersion).isEqualTo("1.2");
        assertThat(point.metric).isEqualTo("the.duration");
        assertThat(point.unit).isEqualTo("s");
        assertThat(point.description).isEqualTo("What it says.");
        assertThat(point.type).isEqualTo("histogram");
        assertThat(point.delta).isFalse();
        assertThat(point.attributes).isEqualTo(Map.of("k", "a"));
        assertThat(point.start).isEqualTo(START);
        assertThat(point.time).isEqualTo(2_000);
        assertThat(point.count).isEqualTo(2);
        assertThat(point.sum).isEqualTo(0.022);
        assertThat(point.min).isEqualTo(0.002);
        assertThat(point.max).isEqualTo(0.02);
        assertThat(point.bounds).containsExactly(0.005, 0.01, 0.1, 1.0);
    }

    @Test
    void pointsAreInternedByContent() {
        DurationMetric metric = metric(100, false, 1);
        byte[] padded = Arrays.copyOf(new AttributeBytes().put("k", "a").toBytes(), 50);
        int size = new AttributeBytes().put("k", "a").size();
        assertThat(metric.point(padded, size)).isSameAs(point(metric, "a")).isNotSameAs(point(metric, "b"));
        padded[size - 1] = 'z';
        assertThat(point(metric, "a")).as("the array was copied").isSameAs(point(metric, "a"));
        assertThat(metric.points()).isEqualTo(2);
    }

    @Test
    void setsBeyondTheLimitShareTheOverflowPoint() {
        DurationMetric metric = metric(2000, false, 1);
        for (int i = 0; i < 10_000; i++) {
            record(point(metric, "set " + i), 1_000_000);
        }
        assertThat(metric.points()).isEqualTo(1999);
        assertThat(metric.overflowed()).isEqualTo(10_000 - 1999);
        List<Exported.Point> points = Exported.of(metric, START, 2_000);
        assertThat(points).hasSize(2000);
        assertThat(points.stream().mapToLong(p -> p.count).sum()).isEqualTo(10_000);
        Exported.Point overflow = points.stream()
                .filter(p -> p.attributes.equals(Map.of("otel.metric.overflow", "true")))
                .findFirst()
                .orElseThrow();
        assertThat(overflow.count).isEqualTo(10_000 - 1999);
        assertThat(point(metric, "set 5")).as("known sets stay known").isNotSameAs(point(metric, "set 9999"));
    }

    @Test
    void veryLargeSetsAreNotKept() {
        DurationMetric metric = metric(2000, false, 1);
        assertThat(point(metric, "x".repeat(5_000))).isSameAs(point(metric, "y".repeat(5_000)));
        assertThat(metric.points()).isZero();
        assertThat(metric.overflowed()).isEqualTo(2);
    }

    @Test
    void cumulativePointsGrowAndDeltaPointsStartAnew() {
        for (boolean delta : new boolean[] {false, true}) {
            DurationMetric metric = metric(10, delta, 1);
            record(point(metric, "a"), 2_000_000_000L);
            Exported.Point first = Exported.of(metric, START, 2_000).get(0);
            assertThat(first.delta).isEqualTo(delta);
            assertThat(first.start).isEqualTo(START);
            record(point(metric, "a"), 7_000_000);
            Exported.Point second = Exported.of(metric, START, 3_000).get(0);
            assertThat(second.start).isEqualTo(delta ? 2_000 : START);
            assertThat(second.count).isEqualTo(delta ? 1 : 2);
            assertThat(second.sum).isEqualTo(delta ? 0.007 : 2.007);
            assertThat(second.min).isEqualTo(0.007);
            assertThat(second.max).isEqualTo(delta ? 0.007 : 2);
            assertThat(second.buckets).containsExactly(0L, 1L, 0L, 0L, delta ? 0L : 1L);
            assertThat(Exported.of(metric, START, 4_000)).hasSize(delta ? 0 : 1);
        }
    }

    @Test
    void sumsPassTheRangeOfALong() {
        DurationMetric metric = metric(10, false, 1);
        for (int i = 0; i < 3; i++) {
            record(point(metric, "a"), Long.MAX_VALUE);
            Exported.of(metric, START, 2_000);
        }
        assertThat(Exported.of(metric, START, 3_000).get(0).sum)
                .isCloseTo(3 * (Long.MAX_VALUE / 1e9), Offset.offset(1e-4));
    }

    @Test
    void theLastSampledCallOfABucketIsItsExemplar() {
        DurationMetric metric = metric(10, false, 1);
        DurationPoint point = point(metric, "a");
        point.record(1_000_000, true, 1, 2, 3, 50);
        point.record(2_000_000, true, 0x0123456789abcdefL, -1, 0xfL, 60);
        point.record(3_000_000, false, 7, 8, 9, 70);
        point.record(50_000_000, true, 4, 5, 6, 80);
        assertThat(Exported.of(metric, START, 2_000).get(0).exemplars)
                .containsExactly(
                        new Exported.Exemplar("0123456789abcdefffffffffffffffff", "000000000000000f", 0.002, 60),
                        new Exported.Exemplar("00000000000000040000000000000005", "0000000000000006", 0.05, 80));
        assertThat(Exported.of(metric, START, 3_000).get(0).exemplars)
                .as("exported once")
                .isEmpty();
    }

    @Test
    void exemplarsCanBeSwitchedOff() {
        MetricSettings settings = new MetricSettings(10, 0, false, false, false, START);
        DurationMetric metric = new DurationMetric("s", "d", "", BOUNDS, settings);
        point(metric, "a").record(1_000_000, true, 1, 2, 3, 50);
        assertThat(Exported.of(metric, START, 2_000).get(0).exemplars).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void nothingIsLostBetweenThreads(int stripes) throws Exception {
        for (boolean delta : new boolean[] {false, true}) {
            DurationMetric metric = metric(10, delta, stripes);
            int threads = 4;
            int calls = 20_000;
            long[] count = new long[1];
            double[] sum = new double[1];
            Threads.runTogether(threads + 1, thread -> {
                if (thread == threads) {
                    // Collecting while others record must neither lose nor repeat anything.
                    for (int i = 0; i < 50; i++) {
                        for (Exported.Point p : Exported.of(metric, START, 2_000 + i)) {
                            count[0] += delta ? p.count : 0;
                            sum[0] += delta ? p.sum : 0;
                        }
                    }
                    return;
                }
                for (int i = 0; i < calls; i++) {
                    point(metric, i % 2 == 0 ? "even" : "odd").record(i * 1_000L, true, thread + 1, i + 1, 1, 1);
                }
            });
            for (Exported.Point p : Exported.of(metric, START, 9_000)) {
                count[0] += p.count;
                sum[0] += p.sum;
            }
            assertThat(count[0]).isEqualTo((long) threads * calls);
            double expected = threads * (calls - 1.0) * calls / 2 * 1e-6;
            assertThat(sum[0]).isCloseTo(expected, Offset.offset(1e-6));
        }
    }

    @Test
    void exemplarsAreNeverTorn() throws Exception {
        DurationMetric metric = metric(10, false, 4);
        DurationPoint point = point(metric, "a");
        int recorders = 3;
        Threads.runTogether(recorders + 1, thread -> {
            for (int i = 1; i <= 20_000; i++) {
                if (thread < recorders) {
                    long id = 1 + (thread * 20_000L + i);
                    point.record(id, true, id, id, id, id);
                } else if (i % 100 == 0) {
                    for (Exported.Exemplar e : Exported.of(metric, START, 2_000).stream()
                            .flatMap(p -> p.exemplars.stream())
                            .toList()) {
                        long id = Long.parseLong(e.spanId(), 16);
                        assertThat(e.time()).isEqualTo(id);
                        assertThat(e.value()).isEqualTo(id / 1e9);
                        assertThat(e.traceId()).isEqualTo(e.spanId() + e.spanId());
                    }
                }
            }
        });
        // Nobody holds the flag any more, so the next one is kept.
        point.record(1, true, 1, 1, 1, 1);
        assertThat(Exported.of(metric, START, 2_000).get(0).exemplars).hasSize(1);
    }

    @Test
    void agreesWithAPlainCountOfRandomCalls() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DurationMetric metric = metric(10, false, 2);
        long[] buckets = new long[BOUNDS.length + 1];
        long sum = 0;
        for (int i = 0; i < 10_000; i++) {
            long nanos = (long) Math.exp(random.nextDouble() * 24);
            record(point(metric, "a"), nanos);
            int bucket = 0;
            while (bucket < BOUNDS.length && nanos / 1e9 > BOUNDS[bucket]) {
                bucket++;
            }
            buckets[bucket]++;
            sum += nanos;
        }
        Exported.Point point = Exported.of(metric, START, 2_000).get(0);
        assertThat(point.buckets.stream().mapToLong(Long::longValue).toArray())
                .as("seed %d", seed)
                .isEqualTo(buckets);
        assertThat(point.sum).as("seed %d", seed).isCloseTo(sum / 1e9, Offset.offset(1e-6));
    }
}
