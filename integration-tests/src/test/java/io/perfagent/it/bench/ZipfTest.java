package io.perfagent.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int SAMPLES = 400_000;

    @Test
    void samplesFollowTheLaw() {
        Zipf zipf = new Zipf(10_000, 0.99);
        int[] counts = new int[10_000];
        Random random = new Random(17);
        for (int i = 0; i < SAMPLES; i++) {
            counts[zipf.sample(random)]++;
        }
        for (int k : new int[] {0, 1, 9, 99}) {
            double expected = zipf.share(k) * SAMPLES;
            assertThat((double) counts[k]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
        assertThat(zipf.share(0) / zipf.share(1)).isCloseTo(Math.pow(2, 0.99), within(1e-9));
        assertThat(zipf.share(0)).isCloseTo(0.1, within(0.01)); // the most frequent of 10 000: a tenth of all
    }

    @Test
    void everyNumberIsInRange() {
        Zipf zipf = new Zipf(3, 0.99);
        double sum = zipf.share(0) + zipf.share(1) + zipf.share(2);
        assertThat(sum).isCloseTo(1, within(1e-12));
        boolean[] seen = new boolean[3];
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            seen[zipf.sample(random)] = true;
        }
        assertThat(seen).containsOnly(true);
    }
}
