package io.perfagent.cache;

import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Shelf;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values of a key from going backwards for a thread: of two reads that were in progress at once nobody knows whose
 * answer is the newer one. So each answer that was seen moves a counter of its key on; a fill that has seen the counter at
 * another number when it began is not kept, and if it differs from what is kept, that goes, too. Safe for all threads; the
 * lock is held for a look-up in a table and never while code of the application runs.
 */
final class Order {
    private static final int STRIPES = 1 << 12;
    private static final int LOCKS = 64;

    private final AtomicLongArray seen = new AtomicLongArray(STRIPES);
    private final Object[] locks = new Object[LOCKS];

    Order() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    private static int stripe(CacheKey key) {
        return (int) (key.hash() >>> 20) & STRIPES - 1;
    }

    /** How many answers were seen; to be taken before a read is sent. */
    long now(CacheKey key) {
        return seen.get(stripe(key));
    }

    /**
     * A read has got an answer.
     *
     * @param since what {@link #now} gave before it was sent
     * @param made what is to be kept if it is the only answer since then; null: nothing
     */
    void answered(Shelf shelf, CacheKey key, long since, long digest, @Nullable Entry made) {
        int stripe = stripe(key);
        synchronized (locks[stripe & LOCKS - 1]) {
            if (made != null && seen.get(stripe) == since) {
                shelf.put(key, made);
            } else {
                Entry kept = shelf.get(key);
                if (kept != null && kept.digest != digest) {
                    shelf.remove(key);
                }
            }
            seen.incrementAndGet(stripe);
        }
    }

    /** A read has got an answer that nobody has looked at. */
    void answered(Shelf shelf, CacheKey key) {
        int stripe = stripe(key);
        synchronized (locks[stripe & LOCKS - 1]) {
            shelf.remove(key);
            seen.incrementAndGet(stripe);
        }
    }
}
