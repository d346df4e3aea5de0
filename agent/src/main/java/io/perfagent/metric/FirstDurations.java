package io.perfagent.metric;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.AtomicHistogram;

/**
 * A key's first durations, until it has earned a histogram. Thread-safe; each duration ends up in exactly one place, also
 * when it arrives while the others move.
 */
final class FirstDurations {
    static final int CAPACITY = 16;

    private static final long EMPTY = 0;
    private static final long MOVED = -1;

    private final AtomicInteger used = new AtomicInteger();

    private volatile boolean moved;

    /** Durations plus one, so that 0 is an empty place. */
    private final AtomicLongArray durations = new AtomicLongArray(CAPACITY);

    /** Keeps a duration unless there is no place any more. */
    boolean add(long nanos) {
        if (used.get() >= CAPACITY) {
            return false;
        }
        int place = used.getAndIncrement();
        return place < CAPACITY && durations.compareAndSet(place, EMPTY, LatencyScale.clamp(nanos) + 1);
    }

    /** Records all durations in {@code target}; those that arrive later find no place. */
    void moveTo(AtomicHistogram target) {
        for (int i = 0; i < CAPACITY; i++) {
            long duration = durations.getAndSet(i, MOVED);
            if (duration > EMPTY) {
                target.recordValue(duration - 1);
            }
        }
        moved = true;
    }

    /** Whether {@link #moveTo} is over. */
    boolean moved() {
        return moved;
    }

    /** Adds one to the bucket of every duration kept here. */
    void countInto(long[] buckets) {
        for (int i = 0; i < CAPACITY; i++) {
            long duration = durations.get(i);
            if (duration > EMPTY) {
                buckets[LatencyScale.indexOf(duration - 1)]++;
            }
        }
    }
}
