package io.perfagent.limit;

import io.perfagent.limit.policy.TokenBucket;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * A rate with a burst for each key. Exact under race. Bounded: a key takes one of {@value #SLOTS} places until its bucket is
 * full again; one that finds none is let in uncounted, which is counted. Safe for all threads; allocates nothing.
 */
final class KeyRates {
    private static final int STRIPES = KeyCounts.STRIPES;
    private static final int WIDTH = KeyCounts.WIDTH;
    static final int SLOTS = KeyCounts.SLOTS;

    private final long intervalNanos;
    private final int burst;
    private final Object[] locks = new Object[STRIPES];
    private final long[] keys = new long[SLOTS]; // guarded by the stripe's lock, as is what is due
    private final long[] due = new long[SLOTS];
    private final LongAdder rejections = new LongAdder();
    private final LongAdder overflows = new LongAdder();

    KeyRates(Rates.Rate rate, long nowNanos) {
        intervalNanos = Math.max(1, (long) (1e9 / rate.perSecond()));
        burst = rate.burst();
        Arrays.fill(due, nowNanos);
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    /** Takes one of a key's; false if it has none left. */
    boolean take(long key, long nowNanos) {
        int stripe = (int) (key >>> 56);
        int free = -1;
        synchronized (locks[stripe]) {
            for (int at = stripe * WIDTH; at < (stripe + 1) * WIDTH; at++) {
                if (due[at] - nowNanos <= 0) {
                    free = at; // full again: as good as unknown
                } else if (keys[at] == key) {
                    long next = TokenBucket.take(due[at], nowNanos, intervalNanos, burst);
                    if (next == TokenBucket.TOO_EARLY) {
                        rejections.increment();
                        return false;
                    }
                    due[at] = next;
                    return true;
                }
            }
            if (free >= 0) {
                keys[free] = key;
                due[free] = TokenBucket.take(nowNanos, nowNanos, intervalNanos, burst);
                return true;
            }
        }
        overflows.increment();
        return true;
    }

    double perSecond() {
        return 1e9 / intervalNanos;
    }

    /** Requests that were not let in. */
    long rejections() {
        return rejections.sum();
    }

    /** Requests that were let in uncounted, as too many keys had come at once. */
    long overflows() {
        return overflows.sum();
    }
}
