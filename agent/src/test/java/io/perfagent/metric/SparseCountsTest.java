package io.perfagent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseCountsTest {
    @Test
    void whatIsEncodedComesBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            long[] counts = new long[LatencyScale.SIZE];
            int used = random.nextInt(200);
            long total = 0;
            for (int i = 0; i < used; i++) {
                counts[random.nextInt(counts.length)] = random.nextLong() >>> (4 + random.nextInt(59));
            }
            for (long count : counts) {
                total += count;
            }
            byte[] encoded = SparseCounts.encode(counts);
            long[] decoded = new long[counts.length];
            assertThat(SparseCounts.addTo(encoded, decoded, 1))
                    .as("seed %d", seed)
                    .isEqualTo(total);
            assertThat(decoded).as("seed %d", seed).isEqualTo(counts);
            SparseCounts.addTo(encoded, decoded, -1);
            assertThat(decoded).as("seed %d", seed).containsOnly(0);
        }
    }

    @Test
    void firstAndLastBucketAreKept() {
        long[] counts = new long[LatencyScale.SIZE];
        counts[0] = 1;
        counts[counts.length - 1] = Long.MAX_VALUE;
        long[] decoded = new long[counts.length];
        SparseCounts.addTo(SparseCounts.encode(counts), decoded, 1);
        assertThat(decoded).isEqualTo(counts);
    }

    @Test
    void nothingTakesNothingAndNegativeCountsAreNothing() {
        long[] counts = new long[LatencyScale.SIZE];
        Arrays.fill(counts, -1);
        assertThat(SparseCounts.encode(counts)).isEmpty();
    }
}
