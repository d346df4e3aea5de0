package io.perfagent.weave.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void the_same_input_gives_the_same_hash() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9};

        assertThat(new Fingerprint().add(bytes).add("name").high())
                .isEqualTo(new Fingerprint().add(bytes.clone()).add("name").high());
        assertThat(new Fingerprint().add(bytes).add("name").low())
                .isEqualTo(new Fingerprint().add(bytes.clone()).add("name").low());
    }

    @Test
    void every_single_bit_of_the_input_counts_in_both_halves() {
        long seed = System.nanoTime();
        System.out.println("FingerprintTest seed " + seed);
        byte[] bytes = new byte[67];
        new Random(seed).nextBytes(bytes);
        Set<Long> highs = new HashSet<>();
        Set<Long> lows = new HashSet<>();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] other = bytes.clone();
            other[bit >> 3] ^= (byte) (1 << (bit & 7));
            Fingerprint print = new Fingerprint().add(other);
            highs.add(print.high());
            lows.add(print.low());
        }

        assertThat(highs).hasSize(bytes.length * 8);
        assertThat(lows).hasSize(bytes.length * 8);
    }

    @Test
    void where_one_part_ends_counts() {
        assertThat(new Fingerprint().add("ab").add("c").high())
                .isNotEqualTo(new Fingerprint().add("a").add("bc").high());
        assertThat(new Fingerprint().add(new byte[1]).high())
                .isNotEqualTo(new Fingerprint().add(new byte[2]).high());
        assertThat(new Fingerprint().add(new byte[0]).high()).isNotEqualTo(new Fingerprint().high());
        assertThat(new Fingerprint().add(1).add(2).high())
                .isNotEqualTo(new Fingerprint().add(2).add(1).high());
    }
}
