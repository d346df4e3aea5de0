package io.perfagent.cache.tier;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What was asked, in full: equal only if every byte is. Immutable. */
public final class CacheKey {
    private final byte[] bytes;
    private final long hash;

    /** @param bytes not copied, not changed afterwards */
    public CacheKey(byte[] bytes, long hash) {
        this.bytes = bytes;
        this.hash = hash;
    }

    /** Its 64-bit hash, by which keys are sampled. */
    public long hash() {
        return hash;
    }

    int weight() {
        return 48 + bytes.length;
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
