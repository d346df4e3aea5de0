package io.perfagent.limit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipHashTest {
    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    /** As the paper has it, over bytes; checked with its own vectors. */
    private static long reference(byte[] bytes, long k0, long k1) {
        long[] v = {
            k0 ^ 0x736f6d6570736575L, k1 ^ 0x646f72616e646f6dL, k0 ^ 0x6c7967656e657261L, k1 ^ 0x7465646279746573L
        };
        ByteBuffer padded = ByteBuffer.allocate((bytes.length / 8 + 1) * 8).order(ByteOrder.LITTLE_ENDIAN);
        padded.put(bytes);
        padded.put(padded.capacity() - 1, (byte) bytes.length);
        for (int i = 0; i < padded.capacity(); i += 8) {
            long m = padded.getLong(i);
            v[3] ^= m;
            round(v);
            round(v);
            v[0] ^= m;
        }
        v[2] ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round(v);
        }
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void round(long[] v) {
        v[0] += v[1];
        v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
        v[0] = Long.rotateLeft(v[0], 32);
        v[2] += v[3];
        v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
        v[2] = Long.rotateLeft(v[2], 32);
    }

    @Test
    void the_papers_own_vectors() {
        byte[] fifteen = new byte[15];
        for (int i = 0; i < fifteen.length; i++) {
            fifteen[i] = (byte) i;
        }
        assertThat(reference(fifteen, KEY_0, KEY_1)).isEqualTo(0xa129ca6149be45e5L);
        assertThat(reference(new byte[0], KEY_0, KEY_1)).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(new SipHash(KEY_0, KEY_1).of("")).isEqualTo(0x726fdb47dd0e0e31L);
    }

    @Test
    void any_text_is_hashed_as_its_utf_16_bytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            char[] chars = new char[random.nextInt(60)];
            for (int c = 0; c < chars.length; c++) {
                chars[c] = (char) (random.nextBoolean() ? ' ' + random.nextInt(95) : 0x100 + random.nextInt(0x5000));
            }
            String text = new String(chars);
            long k0 = random.nextLong();
            long k1 = random.nextLong();
            SipHash hash = new SipHash(k0, k1);
            long expected = reference(text.getBytes(StandardCharsets.UTF_16LE), k0, k1);
            assertThat(hash.of(text)).describedAs("seed %d: %s", seed, text).isEqualTo(expected);
            assertThat(hash.of("<" + text + ">", 1, 1 + text.length(), 0)).isEqualTo(expected);
            assertThat(hash.of(text, 0, text.length(), 1)).isNotEqualTo(expected);
        }
    }
}
