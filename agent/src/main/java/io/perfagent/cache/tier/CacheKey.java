package io.perfagent.cache.tier;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What was asked, in full: equal only if every byte is. Immutable. */
public final class CacheKey {
    private final byte[] bytes;
    private final long hash;
    private final int variant;

    /** @param bytes not copied, not changed afterwards */
    public CacheKey(byte[] bytes, long hash) {
        this(bytes, hash, 0);
    }

    /**
     * @param bytes not copied, not changed afterwards
     * @param variant in which form the answer is wanted; not part of what was asked: one answer is kept, in one form
     */
    public CacheKey(byte[] bytes, long hash, int variant) {
        this.bytes = bytes;
        this.hash = hash;
        this.variant = variant;
    }

    /** Its 64-bit hash, by which keys are sampled. */
    public long hash() {
        return hash;
    }

    /** In which form the answer is wanted. */
    public int variant() {
        return variant;
    }

    /** Of the question and the form together; in the sample whenever {@link #hash} is. */
    public long sampleHash() {
        return hash ^ (variant * 0x9e3779b9L & 0xffffffffL);
    }

    int weight() {
        return 56 + bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheKey
                && ((CacheKey) other).hash == hash
                && Arrays.equals(((CacheKey) other).bytes, bytes);
    }

    @Override
    public int hashCode() {
        return (int) (hash ^ hash >>> 32);
    }
}
