package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.junit.jupiter.api.Test;

class LatencyScaleTest {
    private final AtomicHistogram recorder = LatencyScale.newRecorder();

    @Test
    void bucketsAreThoseOfHdrHistogram() {
        int index = 0;
        for (HistogramIterationValue bucket : new Histogram(recorder).allValues()) {
            assertThat(LatencyScale.highestNanos(index)).isEqualTo(bucket.getValueIteratedTo());
            index++;
        }
        assertThat(index).isEqualTo(LatencyScale.SIZE);
        assertThat(LatencyScale.RECORDER_BYTES).isEqualTo(recorder.getEstimatedFootprintInBytes());
    }

    @Test
    void everyValueLiesInItsBucket() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long nanos = (random.nextLong() >>> (1 + random.nextInt(63))) % (LatencyScale.HIGHEST_NANOS + 1);
            int index = LatencyScale.indexOf(nanos);
            assertThat(LatencyScale.highestNanos(index))
                    .as("seed %d, value %d", seed, nanos)
                    .isEqualTo(recorder.highestEquivalentValue(nanos));
        }
    }

    @Test
    void valuesOutsideTheRangeAreBroughtIntoIt() {
        assertThat(LatencyScale.indexOf(-5)).isZero();
        assertThat(LatencyScale.indexOf(Long.MIN_VALUE)).isZero();
        assertThat(LatencyScale.indexOf(Long.MAX_VALUE)).isEqualTo(LatencyScale.indexOf(3_600_000_000_000L));
        recorder.recordValue(LatencyScale.clamp(Long.MAX_VALUE));
        recorder.recordValue(LatencyScale.highestNanos(LatencyScale.SIZE - 1));
        assertThat(recorder.getTotalCount()).isEqualTo(2);
    }
}
