package io.perfagent.limit.policy;

/**
 * A keyed hash of text: who does not know the key can neither choose texts that collide nor tell a text from its hash.
 * Immutable; allocates nothing.
 *
 * <p>Source: SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012), over the text's UTF-16
 * units, the lower byte first.
 */
public final class SipHash {
    private static final int ROUNDS = 2;
    private static final int LAST_ROUNDS = 4;
    private static final int UNITS = 4; // of a text in a word

    private final long key0;
    private final long key1;

    /** With a secret key of 128 bits. */
    public SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** Of the whole text. */
    public long of(CharSequence text) {
        return of(text, 0, text.length(), 0);
    }

    /**
     * Of a part of a text.
     *
     * @param to its end, which does not belong to it
     * @param domain makes another hash of the same text: what was read elsewhere is not to be taken for it; 0 for the plain one
     */
    public long of(CharSequence text, int from, int to, long domain) {
        long k1 = key1 ^ domain;
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int words = (to - from) / UNITS;
        for (int word = 0; word <= words + 1; word++) { // one more for what is left, and one to finish
            long m = word > words ? 0 : word(text, from + word * UNITS, to);
            if (word == words) {
                m |= (long) (to - from) * 2 << 56;
            }
            if (word > words) {
                v2 ^= 0xff;
            }
            v3 ^= m;
            for (int round = word > words ? LAST_ROUNDS : ROUNDS; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(CharSequence text, int from, int to) {
        long word = 0;
        int end = Math.min(to, from + UNITS);
        for (int i = from, shift = 0; i < end; i++, shift += Character.SIZE) {
            word |= (long) text.charAt(i) << shift;
        }
        return word;
    }
}
