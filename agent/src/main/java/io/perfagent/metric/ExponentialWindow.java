package io.perfagent.metric;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * At most 160 adjacent buckets of one scale that many threads count into.
 *
 * <p>The range of buckets in use grows as values arrive; counts sit in a ring, so that it grows in both directions. A
 * window is used between {@link #enter} and {@link #leave}: once it has been replaced and nobody is inside, its counts
 * are final.
 */
final class ExponentialWindow {
    static final int MAX_BUCKETS = 160;

    /** Lowest index in the high half, highest in the low half; lowest above highest when empty. */
    private static final long EMPTY = pack(1, 0);

    final int scale;
    final @Nullable ExponentialWindow previous;
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicLong range;
    private final AtomicLongArray counts = new AtomicLongArray(MAX_BUCKETS);

    /** An empty window without a range. */
    ExponentialWindow(int scale, @Nullable ExponentialWindow previous) {
        this.scale = scale;
        this.previous = previous;
        this.range = new AtomicLong(EMPTY);
    }

    /** A window that starts with a range of at most 160 buckets. */
    ExponentialWindow(int scale, int lowest, int highest, @Nullable ExponentialWindow previous) {
        this.scale = scale;
        this.previous = previous;
        this.range = new AtomicLong(pack(lowest, highest));
    }

    void enter() {
        users.incrementAndGet();
    }

    void leave() {
        users.decrementAndGet();
    }

    boolean inUse() {
        return users.get() != 0;
    }

    /** Counts a value in bucket {@code index}; false when the range would need more than 160 buckets. */
    boolean add(int index) {
        long seen = range.get();
        while (true) {
            int lowest = lowest(seen);
            int highest = highest(seen);
            if (lowest > highest) {
                lowest = index;
                highest = index;
            } else {
                lowest = Math.min(lowest, index);
                highest = Math.max(highest, index);
            }
            if (!ExponentialScale.fits(lowest, highest, 0)) {
                return false;
            }
            long wanted = pack(lowest, highest);
            if (wanted == seen || range.compareAndSet(seen, wanted)) {
                counts.getAndIncrement(Math.floorMod(index, MAX_BUCKETS));
                return true;
            }
            seen = range.get();
        }
    }

    /** The empty window that takes over from this one, coarse enough for bucket {@code index} to fit. */
    ExponentialWindow coarser(int index) {
        long seen = range.get();
        int lowest = Math.min(lowest(seen), index);
        int highest = Math.max(highest(seen), index);
        int shift = ExponentialScale.shiftToFit(lowest, highest);
        return new ExponentialWindow(scale - shift, lowest >> shift, highest >> shift, this);
    }

    boolean isEmpty() {
        long seen = range.get();
        return lowest(seen) > highest(seen);
    }

    int lowest() {
        return lowest(range.get());
    }

    int highest() {
        return highest(range.get());
    }

    long countAt(int index) {
        return counts.get(Math.floorMod(index, MAX_BUCKETS));
    }

    private static long pack(int lowest, int highest) {
        return (long) lowest << 32 | (highest & 0xffffffffL);
    }

    private static int lowest(long range) {
        return (int) (range >> 32);
    }

    private static int highest(long range) {
        return (int) range;
    }
}
