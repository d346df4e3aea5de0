package io.perfagent.metric;

import org.jspecify.annotations.Nullable;

/** A key's recent slices and what they were cut from. Guarded by the table's lock. */
final class KeyHistory {
    private static final Slice[] NONE = {};
    private static final byte[] NOTHING = {};

    /** The latest slices, oldest first; idle ticks leave none. */
    private Slice[] slices = NONE;

    private long count;
    private long errors;
    private long totalNanos;
    private long maxNanos;
    private long @Nullable [] statuses;

    /** The distribution at the last cut, or null when there was no room to remember it. */
    private byte @Nullable [] distribution = NOTHING;

    /** How busy the key was lately: calls per tick, each tick weighing twice the one before. */
    private double use;

    double use() {
        return use;
    }

    /** The longest call up to the last tick, in nanoseconds. */
    long maxNanos() {
        return maxNanos;
    }

    Slice[] slices() {
        return slices;
    }

    /** Cuts a slice: everything {@code key} recorded since the last cut. */
    void cut(OperationKey key, long tick, SliceCutter cutter) {
        long allCount = key.count.sum();
        long slicedCount = allCount - count;
        use = use / 2 + slicedCount;
        dropBefore(tick - Window.MAX_SLICES + 1, cutter);
        if (slicedCount == 0) {
            return;
        }
        count = allCount;
        long allErrors = key.errors.sum();
        long allNanos = key.totalNanos.sum();
        long max = key.sliceMaxNanos.getAndSet(0);
        byte[] sliced = cutDistribution(key, cutter);
        long[] allStatuses = key.statusCounts();
        long[] slicedStatuses = StatusClasses.between(statuses, allStatuses);
        statuses = allStatuses;
        Slice[] longer = new Slice[slices.length + 1];
        System.arraycopy(slices, 0, longer, 0, slices.length);
        longer[slices.length] =
                new Slice(tick, slicedCount, allErrors - errors, allNanos - totalNanos, max, sliced, slicedStatuses);
        slices = longer;
        errors = allErrors;
        totalNanos = allNanos;
        maxNanos = Math.max(maxNanos, max);
    }

    private byte @Nullable [] cutDistribution(OperationKey key, SliceCutter cutter) {
        long[] now = cutter.read(key);
        if (now == null) {
            // The next slice will hold these calls too.
            return null;
        }
        byte[] before = distribution;
        byte[] all = SparseCounts.encode(now);
        forget(cutter);
        distribution = cutter.budget.tryTake(all.length, 0) ? all : null;
        if (before == null) {
            cutter.lost.increment();
            return null;
        }
        SparseCounts.addTo(before, now, -1);
        byte[] sliced = SparseCounts.encode(now);
        if (sliced.length == 0) {
            return null;
        }
        if (!cutter.budget.tryTake(sliced.length, 0)) {
            cutter.lost.increment();
            return null;
        }
        return sliced;
    }

    /** Adds counts that the key inherited to what was cut before, so that no slice shows them as new. */
    void inherit(long[] inherited, SliceCutter cutter) {
        byte[] before = distribution;
        if (before != null) {
            SparseCounts.addTo(before, inherited, 1);
            byte[] all = SparseCounts.encode(inherited);
            forget(cutter);
            distribution = cutter.budget.tryTake(all.length, 0) ? all : null;
        }
    }

    /** The key's distribution starts anew. */
    void restart(SliceCutter cutter) {
        forget(cutter);
        distribution = NOTHING;
    }

    private void forget(SliceCutter cutter) {
        if (distribution != null) {
            cutter.budget.giveBack(distribution.length);
        }
    }

    private void dropBefore(long tick, SliceCutter cutter) {
        int old = 0;
        while (old < slices.length && slices[old].tick < tick) {
            byte[] dropped = slices[old].distribution;
            if (dropped != null) {
                cutter.budget.giveBack(dropped.length);
            }
            old++;
        }
        if (old == slices.length) {
            slices = NONE;
        } else if (old > 0) {
            Slice[] rest = new Slice[slices.length - old];
            System.arraycopy(slices, old, rest, 0, rest.length);
            slices = rest;
        }
    }
}
