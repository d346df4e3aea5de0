package io.perfagent.cache.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hash64Test {
    private static final int LENGTHS = 40;

    /** Every byte counts, at every place of texts of every length, whatever the seed. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 0xa0761d6478bd642fL, 0xe7037ed1a0b428dbL, 0x8ebc6af09c88c6e3L, 42})
    void no_byte_is_left_out(long seed) {
        Random random = new Random(seed);
        Set<Long> seen = new HashSet<>();
        int hashed = 0;
        for (int length = 0; length < LENGTHS; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            seen.add(Hash64.of(bytes, seed));
            hashed++;
            for (int at = 0; at < length; at++) {
                bytes[at]++;
                seen.add(Hash64.of(bytes, seed));
                hashed++;
                bytes[at]--;
            }
        }

        assertThat(seen).hasSize(hashed);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 0xa0761d6478bd642fL, 0xe7037ed1a0b428dbL, 0x8ebc6af09c88c6e3L, 42})
    void no_character_is_left_out(long seed) {
        Set<Long> seen = new HashSet<>();
        int hashed = 0;
        for (int length = 0; length < LENGTHS; length++) {
            String text = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz".substring(0, length);
            seen.add(Hash64.of(text, seed));
            hashed++;
            for (int at = 0; at < length; at++) {
                seen.add(Hash64.of(text.substring(0, at) + '\u20ac' + text.substring(at + 1), seed));
                hashed++;
            }
        }

        assertThat(seen).hasSize(hashed);
    }
}
