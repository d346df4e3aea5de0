package io.perfagent.metric;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * One interned name of a kind of operation, and the durations recorded for it.
 *
 * <p>Count, errors, total and maximum are always exact. The distribution is kept as the first 16 durations, from then on
 * in an HdrHistogram while there is memory for one; without, its durations go to the distribution of the kind's overflow
 * key. Thread-safe: recording takes no lock, and allocates nothing once the key has its histogram.
 *
 * <p>Made by {@link OperationTable#key(int, String)}.
 */
public final class OperationKey {
    /** The kind, one of {@link OperationKinds}. */
    public final int kind;

    /** The name, such as {@code GET /owners/{id}}; at most 255 chars. */
    public final String name;

    final int hash;
    final boolean overflow;
    final LongAdder count = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder totalNanos = new LongAdder();

    /** The longest call since the last tick. */
    final AtomicLong sliceMaxNanos = new AtomicLong();

    final FirstDurations first = new FirstDurations();
    final AtomicReference<AtomicHistogram> histogram = new AtomicReference<>();
    private final AtomicReference<AtomicLongArray> statuses = new AtomicReference<>();
    final KeyHistory history = new KeyHistory();

    /** Set when the key has earned a histogram and there was no room; the table's tick decides. */
    volatile boolean waiting;

    private final OperationTable table;

    OperationKey(OperationTable table, int kind, String name, int hash, boolean overflow) {
        this.table = table;
        this.kind = kind;
        this.name = name;
        this.hash = hash;
        this.overflow = overflow;
    }

    /**
     * Records one call.
     *
     * @param durationNanos duration in nanoseconds; negative counts as 0
     * @param error whether the call failed
     */
    public void record(long durationNanos, boolean error) {
        long nanos = Math.max(0, durationNanos);
        count.increment();
        totalNanos.add(nanos);
        if (error) {
            errors.increment();
        }
        long max = sliceMaxNanos.get();
        while (nanos > max && !sliceMaxNanos.compareAndSet(max, nanos)) {
            max = sliceMaxNanos.get();
        }
        AtomicHistogram own = histogram.get();
        if (own == null) {
            if (!waiting && first.add(nanos)) {
                return;
            }
            own = table.recorderFor(this);
        }
        own.recordValue(LatencyScale.clamp(nanos));
    }

    /**
     * Records one call that was answered with a status.
     *
     * @param status the response's status; anything that is none, such as 0, is a call without one
     */
    public void record(long durationNanos, boolean error, int status) {
        record(durationNanos, error);
        int index = StatusClasses.index(status);
        if (index >= 0) {
            AtomicLongArray counts = statuses.get();
            if (counts == null) {
                AtomicLongArray made = new AtomicLongArray(StatusClasses.COUNT);
                counts = statuses.compareAndExchange(null, made);
                counts = counts == null ? made : counts;
            }
            counts.getAndIncrement(index);
        }
    }

    /** Calls by {@link StatusClasses#index} since the start; null while there is none with a status. */
    long @Nullable [] statusCounts() {
        AtomicLongArray counts = statuses.get();
        if (counts == null) {
            return null;
        }
        long[] copy = new long[StatusClasses.COUNT];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return copy;
    }

    /** Gives the key a histogram of its own that takes over the first durations; the one in place if there is one. */
    AtomicHistogram adopt(AtomicHistogram made) {
        AtomicHistogram existing = histogram.compareAndExchange(null, made);
        if (existing != null) {
            return existing;
        }
        waiting = false;
        first.moveTo(made);
        return made;
    }

    /**
     * What was recorded in a window, read at any time by any thread but those that serve requests: it takes the lock of
     * the table's tick and looks at every bucket.
     */
    public OperationSnapshot snapshot(Window window) {
        return table.snapshot(this, window);
    }

    @Override
    public String toString() {
        return OperationKinds.name(kind) + ' ' + name;
    }
}
