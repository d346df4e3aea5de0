package io.perfagent.cache.tier;

import java.util.ArrayList;
import java.util.List;

/**
 * All cached answers of this process: a shelf for each kind of read, and one bound in bytes over all of them. Safe for all
 * threads; made when the first rule takes effect, as it loads Caffeine.
 */
public final class MemoryTier {
    /** Smallest default and smallest share of any use. */
    private static final long MIN_SHELF_BYTES = 64 << 10;

    private final long mostBytes;
    private volatile long maxBytes;
    private final List<Shelf> shelves = new ArrayList<>(); // guarded by this
    private long evictedBefore; // guarded by this; by shelves that are closed

    /** @param maxBytes the most that it may ever hold */
    public MemoryTier(long maxBytes) {
        this.mostBytes = maxBytes;
        this.maxBytes = maxBytes;
    }

    /**
     * Holds no more than this from now on; what is too much is gone when this returns. More again later, up to what it was made
     * with; 0 for nothing at all. Evicts on the calling thread: not for request threads.
     */
    public synchronized void resize(long bytes) {
        long wanted = Math.max(0, Math.min(bytes, mostBytes));
        if (wanted != maxBytes) { // else shares follow use once a second, however often this is asked
            maxBytes = wanted;
            divide();
        }
    }

    /** 64 MiB or 5 % of the heap, whichever is smaller. */
    public static long defaultBytes(long maxHeapBytes) {
        return Math.min(64L << 20, maxHeapBytes / 20);
    }

    /** A new shelf; all get their shares anew. */
    public synchronized Shelf open() {
        Shelf made = new Shelf(Math.max(MIN_SHELF_BYTES, maxBytes / (shelves.size() + 1)));
        shelves.add(made);
        divide();
        return made;
    }

    /** A shelf that is not needed any more; what is on it is gone. */
    public synchronized void close(Shelf shelf) {
        if (shelves.remove(shelf)) {
            evictedBefore += shelf.evicted();
        }
        shelf.clear();
        divide();
    }

    /** Once a second: expired entries go, and shares follow use. */
    public synchronized void second(long nowNanos) {
        for (Shelf shelf : shelves) {
            shelf.expire(nowNanos);
        }
        divide();
    }

    private void divide() {
        long[] used = new long[shelves.size()];
        for (int i = 0; i < used.length; i++) {
            used[i] = shelves.get(i).bytes();
        }
        long[] most = Shares.of(maxBytes, used);
        for (int i = 0; i < used.length; i++) {
            shelves.get(i).resize(most[i]);
        }
    }

    /** Bytes held by all. */
    public synchronized long bytes() {
        long bytes = 0;
        for (Shelf shelf : shelves) {
            bytes += shelf.bytes();
        }
        return bytes;
    }

    /** Entries that had to make room for others, since the start. */
    public synchronized long evicted() {
        long evicted = evictedBefore;
        for (Shelf shelf : shelves) {
            evicted += shelf.evicted();
        }
        return evicted;
    }

    /** The most that it may hold now. */
    public long maxBytes() {
        return maxBytes;
    }
}
