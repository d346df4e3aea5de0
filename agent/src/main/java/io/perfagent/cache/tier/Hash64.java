package io.perfagent.cache.tier;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of bytes, for stripes, samples and digests; not for secrets. Pure.
 *
 * <p>Multiply and fold, as in wyhash (Wang Yi, public domain). A caller that compares only hashes accepts one wrong match in
 * 2^64 pairs; entries of the cache are compared in full.
 */
public final class Hash64 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long A = 0xa0761d6478bd642fL;
    private static final long B = 0xe7037ed1a0b428dbL;

    /** Another one than what the seed meets first, or a seed of 0 would multiply by 0. */
    private static final long C = 0x8ebc6af09c88c6e3L;

    private Hash64() {}

    /** Of bytes {@code from} to {@code to}, the latter excluded. */
    public static long of(byte[] bytes, int from, int to, long seed) {
        long hash = seed ^ A;
        int at = from;
        for (; at + 16 <= to; at += 16) {
            hash = fold((long) LONGS.get(bytes, at) ^ B, (long) LONGS.get(bytes, at + 8) ^ hash);
        }
        if (at + 8 <= to) {
            hash = fold((long) LONGS.get(bytes, at) ^ B, hash ^ C);
            at += 8;
        }
        long rest = 0;
        for (int shift = 0; at < to; at++, shift += 8) {
            rest |= (bytes[at] & 0xffL) << shift;
        }
        return mix(fold(rest ^ B, hash ^ C), to - from);
    }

    public static long of(byte[] bytes, long seed) {
        return of(bytes, 0, bytes.length, seed);
    }

    /** Of a text, by its UTF-16 units; no allocation. */
    public static long of(CharSequence text, long seed) {
        long hash = seed ^ A;
        int length = text.length();
        int at = 0;
        for (; at + 4 <= length; at += 4) {
            long four = text.charAt(at)
                    | (long) text.charAt(at + 1) << 16
                    | (long) text.charAt(at + 2) << 32
                    | (long) text.charAt(at + 3) << 48;
            hash = fold(four ^ B, hash ^ C);
        }
        long rest = 0;
        for (int shift = 0; at < length; at++, shift += 16) {
            rest |= (long) text.charAt(at) << shift;
        }
        return mix(fold(rest ^ B, hash ^ C), length);
    }

    /** Two hashes made one; the order matters. */
    public static long mix(long hash, long other) {
        return fold(hash ^ A, other ^ B ^ Long.rotateLeft(hash, 32));
    }

    private static long fold(long a, long b) {
        // The high half of the signed product differs from the unsigned one, which is as good for mixing.
        return a * b ^ Math.multiplyHigh(a, b);
    }
}
