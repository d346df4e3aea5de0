package io.perfagent.profile.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveHeapTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MIB = 1L << 20;

    private final LiveHeap heap = new LiveHeap();

    /** Use after young collections rises until the old generation is looked at: the saw of every G1 heap. */
    private void saw(int teeth, long firstMib, long moreMib, Random random) {
        long now = 0;
        for (int tooth = 0; tooth < teeth; tooth++) {
            long base = firstMib + tooth * moreMib + random.nextInt(3);
            for (int young = 0; young < 20; young++) {
                heap.left(now += SECOND, (base + young * 5L) * MIB);
                heap.collected("G1New");
            }
            heap.collected("G1Old");
        }
    }

    @Test
    void aSawIsNoLeak() {
        long seed = System.nanoTime();
        heap.limit(1000 * MIB);
        saw(12, 100, 0, new Random(seed));

        assertThat(heap.growth().probability()).as("seed %d", seed).isGreaterThan(1e-4);
        assertThat(heap.growth().grownBytes()).isLessThan(4 * MIB);
    }

    @Test
    void aRisingSawIs() {
        heap.limit(1000 * MIB);
        saw(12, 100, 10, new Random(7));

        LiveHeap.Growth growth = heap.growth();
        assertThat(growth.probability()).isLessThan(0.001);
        assertThat(growth.bytesPerSecond() / MIB).isBetween(0.45, 0.55);
    }

    @Test
    void youngCollectionsAloneTellNothing() {
        for (int i = 0; i < 100; i++) {
            heap.left(i * SECOND, (100 + i) * MIB);
            heap.collected("DefNew");
        }

        assertThat(heap.growth().probability()).isEqualTo(1);
        assertThat(heap.liveBytes()).isEqualTo(-1);
    }

    @Test
    void aLongLifeIsThinnedNotForgotten() {
        heap.limit(10_000 * MIB);
        saw(500, 100, 1, new Random(7));

        assertThat(heap.growth().troughs()).isLessThanOrEqualTo(31);
        assertThat(heap.growth().grownBytes()).isGreaterThan(400 * MIB);
    }

    @Test
    void probabilitiesAreThoseOfTheTables() {
        // Kendall's S for n = 4 and 5: P(S >= 6) = 1/24, P(S >= 10) = 1/120, P(S >= 8) = 5/120.
        assertThat(MannKendall.riseProbability(1, 2, 3, 4)).isEqualTo(1 / 24.0, within());
        assertThat(MannKendall.riseProbability(1, 2, 3, 4, 5)).isEqualTo(1 / 120.0, within());
        assertThat(MannKendall.riseProbability(1, 2, 3, 5, 4)).isEqualTo(5 / 120.0, within());
        assertThat(MannKendall.riseProbability(5, 4, 3, 2, 1)).isEqualTo(1, within());
        assertThat(MannKendall.riseProbability(1, 1, 1, 1, 1)).isEqualTo(1, within());
        assertThat(MannKendall.slope(new double[] {0, 1, 2}, new double[] {0, 2, 400}))
                .isEqualTo(200, within());
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }
}
