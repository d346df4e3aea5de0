package io.perfagent.cache.channel;

import io.perfagent.cache.tier.Hash64;
import io.perfagent.cache.tier.Lease;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When keys expire, as the server has said. It tells of an expired key only when it removes it, which may be much later; so
 * an answer is kept until then at most. Bounded; safe for all threads.
 */
final class Expiries {
    static final int MAX = 1 << 14;

    /** Longer than anything is kept. */
    private static final long DAY_MILLIS = 86_400_000;

    /** Never. */
    static final long NEVER = Long.MAX_VALUE;

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final ConcurrentHashMap<Long, Known> known = new ConcurrentHashMap<>();

    /**
     * @param lease of the key, from before the server was asked: once it does not hold, the key may have got another expiry
     * @param leftMillis from when it was asked; {@link #NEVER}
     */
    private record Known(Lease lease, long leftMillis) {}

    long hash(byte[] key) {
        return Hash64.of(key, seed);
    }

    /** The server has said when a key expires. */
    void learn(long hash, Lease lease, long leftMillis) {
        if (known.size() >= MAX) {
            known.clear(); // they are asked for again
        }
        known.put(hash, new Known(lease, leftMillis == NEVER ? NEVER : Math.min(leftMillis, DAY_MILLIS)));
    }

    /** Nothing is known any more. */
    void clear() {
        known.clear();
    }

    /**
     * For how long from now an answer about a key may be kept.
     *
     * @return nanoseconds, {@link #NEVER} if it does not expire; -1 if it is not known
     */
    long leftNanos(byte[] key, long nowNanos) {
        Known found = find(key);
        if (found == null) {
            return -1;
        }
        if (found.leftMillis == NEVER) {
            return NEVER;
        }
        return Math.max(0, found.leftMillis * 1_000_000 - (nowNanos - found.lease.nanos()));
    }

    private @Nullable Known find(byte[] key) {
        Long hash = hash(key);
        Known found = known.get(hash);
        if (found != null && !found.lease.holds()) {
            known.remove(hash, found);
            return null;
        }
        return found;
    }
}
