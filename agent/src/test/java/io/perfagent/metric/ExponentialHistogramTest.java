package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.export.proto.AttributeBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialHistogramTest {
    private static DurationMetric metric(boolean delta) {
        MetricSettings settings = new MetricSettings(10, 0, delta, true, true, 1_000);
        return new DurationMetric("s", "d", "", new double[] {1}, settings);
    }

    private static DurationPoint point(DurationMetric metric) {
        byte[] attributes = new AttributeBytes().put("k", "v").toBytes();
        return metric.point(attributes, attributes.length);
    }

    private static List<Exported.Point> export(DurationMetric metric) {
        return Exported.of(metric, 1_000, 2_000);
    }

    @ParameterizedTest
    @CsvSource({
        // Upper bounds are inclusive: a power of two ends the bucket before it.
        "1, 0, -1",
        "2, 0, 0",
        "1.5, 0, 0",
        "4, 0, 1",
        "4.1, 0, 2",
        "0.5, 0, -2",
        "0.75, 0, -1",
        "4, -1, 0",
        "4.1, -1, 1",
        "16, -1, 1",
        "17, -1, 2",
        "0.25, -1, -2",
        "2, 1, 1",
        "1, 1, -1",
        "1.4142, 1, 0",
        "1.4143, 1, 1",
        "4, 3, 15",
        "1, 20, -1",
        "2, 20, 1048575",
    })
    void indexesAreThoseOfTheDataModel(double value, int scale, int index) {
        assertThat(ExponentialScale.indexOf(value, scale)).isEqualTo(index);
    }

    @Test
    void indexesAtACoarserScaleAreHalved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Math.exp(random.nextDouble() * 40 - 20);
            int scale = random.nextInt(6) - 2;
            double base = Math.pow(2, Math.pow(2, -scale));
            int index = ExponentialScale.indexOf(value, scale);
            assertThat(value)
                    .as("seed %d", seed)
                    .isGreaterThan(Math.pow(base, index) * (1 - 1e-9))
                    .isLessThanOrEqualTo(Math.pow(base, index + 1.0) * (1 + 1e-9));
            assertThat(ExponentialScale.indexOf(value, scale - 1))
                    .as("seed %d", seed)
                    .isEqualTo(index >> 1);
        }
    }

    @Test
    void oneValueIsKeptAtTheFinestScale() {
        DurationMetric metric = metric(false);
        point(metric).record(3_000_000, true, 1, 2, 3, 4);
        Exported.Point point = export(metric).get(0);
        assertThat(point.type).isEqualTo("exponential");
        assertThat(point.scale).isEqualTo(20);
        assertThat(point.buckets).containsExactly(1L);
        assertThat(point.sum).isEqualTo(0.003);
        assertThat(point.min).isEqualTo(0.003);
        assertThat(point.max).isEqualTo(0.003);
        assertThat(point.exemplars).hasSize(1);
    }

    @Test
    void zerosAreCountedApart() {
        DurationMetric metric = metric(false);
        point(metric).record(0, false, 0, 0, 0, 0);
        point(metric).record(-1, false, 0, 0, 0, 0);
        Exported.Point point = export(metric).get(0);
        assertThat(point.zeroCount).isEqualTo(2);
        assertThat(point.count).isEqualTo(2);
        assertThat(point.buckets).isEmpty();
    }

    @Test
    void scaleIsTheFinestThatHoldsTheRangeIn160Buckets() {
        DurationMetric metric = metric(false);
        // 1 ns to 2^63 - 1 ns: 63 powers of two, two buckets for each.
        point(metric).record(1, false, 0, 0, 0, 0);
        point(metric).record(Long.MAX_VALUE, false, 0, 0, 0, 0);
        Exported.Point point = export(metric).get(0);
        assertThat(point.scale).isEqualTo(1);
        assertThat(point.buckets).hasSizeLessThanOrEqualTo(160).hasSizeGreaterThan(80);
    }

    @Test
    void agreesWithAReferenceWhateverTheOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            boolean delta = round % 2 == 0;
            DurationMetric metric = metric(delta);
            List<Long> values = new ArrayList<>();
            int exports = 1 + random.nextInt(4);
            for (int export = 0; export < exports; export++) {
                if (delta) {
                    values.clear();
                }
                int spread = 1 + random.nextInt(40);
                int calls = 1 + random.nextInt(300);
                for (int i = 0; i < calls; i++) {
                    long nanos = random.nextLong() >>> (1 + random.nextInt(spread) + (62 - spread));
                    values.add(nanos);
                    point(metric).record(nanos, false, 0, 0, 0, 0);
                }
                check(export(metric).get(0), values, "seed " + seed + ", round " + round);
            }
        }
    }

    private static void check(Exported.Point point, List<Long> values, String context) {
        long zeros = values.stream().filter(v -> v == 0).count();
        assertThat(point.zeroCount).as(context).isEqualTo(zeros);
        assertThat(point.count).as(context).isEqualTo(values.size());
        assertThat(point.buckets.size()).as(context).isLessThanOrEqualTo(160);
        long[] expected = new long[point.buckets.size()];
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
        for (long nanos : values) {
            if (nanos > 0) {
                int index = ExponentialScale.indexOf(nanos / 1e9, point.scale);
                expected[index - point.offset]++;
                int finest = ExponentialScale.indexOf(nanos / 1e9, ExponentialScale.MAX);
                lowest = Math.min(lowest, finest);
                highest = Math.max(highest, finest);
            }
        }
        assertThat(point.buckets.stream().mapToLong(Long::longValue).toArray())
                .as(context)
                .isEqualTo(expected);
        if (lowest <= highest) {
            assertThat(point.scale)
                    .as(context)
                    .isEqualTo(ExponentialScale.MAX - ExponentialScale.shiftToFit(lowest, highest));
        }
        double sum = values.stream().mapToDouble(Long::doubleValue).sum() / 1e9;
        assertThat(point.sum).as(context).isCloseTo(sum, Offset.offset(Math.max(1e-9, sum * 1e-12)));
    }

    @Test
    void nothingIsLostBetweenThreads() throws Exception {
        long seed = System.nanoTime();
        for (boolean delta : new boolean[] {false, true}) {
            DurationMetric metric = metric(delta);
            int recorders = 3;
            int calls = 20_000;
            long[] collected = new long[1];
            Threads.runTogether(recorders + 1, thread -> {
                Random random = new Random(seed + thread);
                for (int i = 0; i < calls; i++) {
                    if (thread < recorders) {
                        // The range widens all the time, so that windows are replaced while others use them.
                        int bits = 1 + (int) (62L * i / calls);
                        point(metric).record(random.nextLong() >>> (64 - bits), false, 0, 0, 0, 0);
                    } else if (i % 50 == 0) {
                        for (Exported.Point p : export(metric)) {
                            collected[0] += delta ? p.count : 0;
                        }
                    }
                }
            });
            for (Exported.Point p : export(metric)) {
                collected[0] += p.count;
            }
            assertThat(collected[0]).as("seed %d", seed).isEqualTo((long) recorders * calls);
        }
    }
}
