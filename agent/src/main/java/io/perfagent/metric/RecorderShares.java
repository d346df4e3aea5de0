package io.perfagent.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Who has a histogram. A key that has earned one gets it at once while there is room; when there is none it waits, its
 * durations go to the overflow key of its kind, and the next tick takes the histogram of a key that is used less than
 * half as much. What was taken is folded into the overflow key a tick later, when no call can be recording to it.
 */
final class RecorderShares {
    private static final int MAX_TAKEN_PER_TICK = 16;
    private static final double HOW_MUCH_BUSIER = 2;
    private static final Comparator<OperationKey> BY_USE = new ByUse();

    /** For all but the overflow keys' histograms, whose room is set aside. */
    final ByteBudget budget;

    private final long sliceBytes;
    private final OperationKey[] overflowKeys;
    private final AtomicInteger overflowRecorders = new AtomicInteger();
    private final LongCount folded = new LongCount();

    // Guarded by the table's lock.
    private final List<Taken> taken = new ArrayList<>();

    /** @param limitBytes for everything; a quarter of it is kept for slices */
    RecorderShares(long limitBytes, OperationKey[] overflowKeys) {
        this.overflowKeys = overflowKeys;
        long setAside = (long) overflowKeys.length * LatencyScale.RECORDER_BYTES;
        this.budget = new ByteBudget(Math.max(0, limitBytes - setAside));
        this.sliceBytes = budget.limitBytes() / 4;
    }

    /** The histogram for a key that has none: its own from now on, or that of its kind's overflow key. */
    AtomicHistogram recorderFor(OperationKey key) {
        if (key.overflow) {
            AtomicHistogram made = LatencyScale.newRecorder();
            AtomicHistogram adopted = key.adopt(made);
            if (adopted == made) {
                overflowRecorders.incrementAndGet();
            }
            return adopted;
        }
        if (!key.waiting) {
            AtomicHistogram own = tryGive(key);
            if (own != null) {
                return own;
            }
            key.waiting = true;
        }
        return overflowRecorder(key.kind);
    }

    private AtomicHistogram overflowRecorder(int kind) {
        OperationKey overflow = overflowKeys[kind];
        AtomicHistogram recorder = overflow.histogram.get();
        return recorder != null ? recorder : recorderFor(overflow);
    }

    private @Nullable AtomicHistogram tryGive(OperationKey key) {
        if (!budget.tryTake(LatencyScale.RECORDER_BYTES, sliceBytes)) {
            return null;
        }
        AtomicHistogram made = LatencyScale.newRecorder();
        AtomicHistogram adopted = key.adopt(made);
        if (adopted != made) {
            budget.giveBack(LatencyScale.RECORDER_BYTES);
        }
        return adopted;
    }

    /** Folds what the tick before took. */
    void fold(SliceCutter cutter) {
        for (int i = 0; i < taken.size(); i++) {
            Taken old = taken.get(i);
            AtomicHistogram target = overflowRecorder(old.kind);
            long[] counts = cutter.read(old.histogram);
            for (int bucket = 0; bucket < counts.length; bucket++) {
                if (counts[bucket] > 0) {
                    target.recordValueWithCount(LatencyScale.highestNanos(bucket), counts[bucket]);
                }
            }
            overflowKeys[old.kind].history.inherit(counts, cutter);
            budget.giveBack(LatencyScale.RECORDER_BYTES);
        }
        taken.clear();
    }

    /** Gives room to the busiest of those that wait, and takes from the idle what is missing. */
    void share(AtomicReferenceArray<OperationKey> keys, SliceCutter cutter) {
        List<OperationKey> waiting = new ArrayList<>();
        for (int i = 0; i < keys.length(); i++) {
            OperationKey key = keys.get(i);
            if (key != null && key.waiting) {
                waiting.add(key);
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        waiting.sort(BY_USE);
        int next = waiting.size() - 1;
        while (next >= 0 && waiting.get(next).history.use() > 0 && tryGive(waiting.get(next)) != null) {
            next--;
        }
        if (next >= 0 && waiting.get(next).history.use() > 0) {
            takeFor(waiting, next, keys, cutter);
        }
    }

    private void takeFor(
            List<OperationKey> waiting, int last, AtomicReferenceArray<OperationKey> keys, SliceCutter cutter) {
        List<OperationKey> holders = new ArrayList<>();
        for (int i = 0; i < keys.length(); i++) {
            OperationKey key = keys.get(i);
            if (key != null && key.histogram.get() != null) {
                holders.add(key);
            }
        }
        holders.sort(BY_USE);
        int most = Math.min(MAX_TAKEN_PER_TICK, Math.min(holders.size(), last + 1));
        for (int i = 0; i < most; i++) {
            OperationKey idle = holders.get(i);
            if (waiting.get(last - i).history.use() <= HOW_MUCH_BUSIER * idle.history.use()) {
                return;
            }
            take(idle, cutter);
        }
    }

    private void take(OperationKey key, SliceCutter cutter) {
        AtomicHistogram histogram = key.histogram.get();
        if (histogram != null && key.first.moved()) {
            // In this order, so that the key does not help itself to another at once.
            key.waiting = true;
            key.histogram.set(null);
            key.history.restart(cutter);
            taken.add(new Taken(key.kind, histogram));
            folded.increment();
        }
    }

    /** Histograms taken from the least used keys. */
    long folded() {
        return folded.sum();
    }

    /** What histograms, slices and what they were cut from take now, in bytes. */
    long usedBytes() {
        return budget.usedBytes() + (long) overflowRecorders.get() * LatencyScale.RECORDER_BYTES;
    }

    private static final class Taken {
        final int kind;
        final AtomicHistogram histogram;

        Taken(int kind, AtomicHistogram histogram) {
            this.kind = kind;
            this.histogram = histogram;
        }
    }

    private static final class ByUse implements Comparator<OperationKey> {
        @Override
        public int compare(OperationKey a, OperationKey b) {
            return Double.compare(a.history.use(), b.history.use());
        }
    }
}
