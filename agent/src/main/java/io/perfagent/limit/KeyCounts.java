package io.perfagent.limit;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests of each key are inside, of at most so many. Exact under race. Bounded: {@value #SLOTS} keys at once, and
 * only such as have a request inside; one that finds no room is let in uncounted, which is counted. Safe for all threads;
 * allocates nothing.
 */
final class KeyCounts {
    static final int STRIPES = 256;
    static final int WIDTH = 32;
    static final int SLOTS = STRIPES * WIDTH;

    /** There are as many as may. */
    static final int REFUSED = -1;

    /** There is no room for its key. */
    static final int UNCOUNTED = 0;

    private final int atMost;
    private final Object[] locks = new Object[STRIPES];
    private final long[] keys = new long[SLOTS]; // guarded by the stripe's lock, as are the counts
    private final int[] counts = new int[SLOTS];
    private final LongAdder rejections = new LongAdder();
    private final LongAdder overflows = new LongAdder();

    KeyCounts(int atMost) {
        this.atMost = atMost;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    private static int stripe(long key) {
        return (int) (key >>> 56); // evenly spread, as all of a keyed hash
    }

    /** Its place, above 0, or {@link #REFUSED}, or {@link #UNCOUNTED}. */
    int enter(long key) {
        int stripe = stripe(key);
        int free = -1;
        synchronized (locks[stripe]) {
            for (int at = stripe * WIDTH; at < (stripe + 1) * WIDTH; at++) {
                if (counts[at] == 0) {
                    free = at;
                } else if (keys[at] == key) {
                    if (counts[at] >= atMost) {
                        rejections.increment();
                        return REFUSED;
                    }
                    counts[at]++;
                    return at + 1;
                }
            }
            if (free >= 0) {
                keys[free] = key;
                counts[free] = 1;
                return free + 1;
            }
        }
        overflows.increment();
        return UNCOUNTED;
    }

    /** One that was given a place has ended. */
    void leave(int place) {
        int at = place - 1;
        synchronized (locks[at / WIDTH]) {
            counts[at]--;
        }
    }

    int atMost() {
        return atMost;
    }

    /** Requests that were not let in. */
    long rejections() {
        return rejections.sum();
    }

    /** Requests that were let in uncounted, as too many keys were inside. */
    long overflows() {
        return overflows.sum();
    }

    /** Keys that have requests inside. */
    int size() {
        int size = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            synchronized (locks[stripe]) {
                for (int at = stripe * WIDTH; at < (stripe + 1) * WIDTH; at++) {
                    size += counts[at] == 0 ? 0 : 1;
                }
            }
        }
        return size;
    }
}
