package io.perfagent.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Durations in a base-2 exponential histogram of at most 160 buckets, as fine as their range allows.
 *
 * <p>Recording is thread-safe, exact, and takes no lock: when a value does not fit the current window of buckets, a
 * coarser one takes its place, and the counts of the old one are added up when the export thread collects, once its last
 * user has left. Everything but {@link #record} is for the export thread.
 *
 * <p>Source: OpenTelemetry metrics data model, exponential histograms.
 */
final class ExponentialHistogram {
    private final boolean delta;
    private final AtomicReference<ExponentialWindow> current =
            new AtomicReference<>(new ExponentialWindow(ExponentialScale.MAX, null));
    private final AtomicLong zeros = new AtomicLong();
    private final AtomicLong totalNanos = new AtomicLong();

    // What was collected; for the export thread.
    private final List<ExponentialWindow> retired = new ArrayList<>();
    private final long[] counts = new long[ExponentialWindow.MAX_BUCKETS];
    private int scale = ExponentialScale.MAX;
    private int lowest = 1;
    private int highest;
    private long lastZeros;
    private long lastNanos;
    private long zeroCount;

    ExponentialHistogram(boolean delta) {
        this.delta = delta;
    }

    /** @param nanos duration in nanoseconds, not negative */
    void record(long nanos) {
        if (nanos == 0) {
            zeros.incrementAndGet();
            return;
        }
        double seconds = nanos / DurationMetric.NANOS_PER_SECOND;
        boolean recorded = false;
        while (!recorded) {
            ExponentialWindow window = current();
            window.enter();
            try {
                // Whoever sees it replaced after entering must not touch it: it may have been added up already.
                recorded = current.get() == window && recordIn(window, seconds);
            } finally {
                window.leave();
            }
        }
        totalNanos.addAndGet(nanos);
    }

    private ExponentialWindow current() {
        return Objects.requireNonNull(current.get());
    }

    private boolean recordIn(ExponentialWindow window, double seconds) {
        int index = ExponentialScale.indexOf(seconds, window.scale);
        if (window.add(index)) {
            return true;
        }
        current.compareAndSet(window, window.coarser(index));
        return false;
    }

    /** Moves what was recorded since the last call to where the methods below read it. */
    void advance() {
        if (delta) {
            Arrays.fill(counts, 0);
            scale = ExponentialScale.MAX;
            lowest = 1;
            highest = 0;
        }
        long allZeros = zeros.get();
        zeroCount = delta ? allZeros - lastZeros : allZeros;
        lastZeros = allZeros;

        long allNanos = totalNanos.get();
        if (allNanos != lastNanos) {
            lastNanos = allNanos;
            retireCurrent();
        }
        int kept = 0;
        for (int i = 0; i < retired.size(); i++) {
            ExponentialWindow window = retired.get(i);
            if (window.inUse()) {
                retired.set(kept++, window);
            } else {
                fold(window);
            }
        }
        while (retired.size() > kept) {
            retired.remove(retired.size() - 1);
        }
    }

    private void retireCurrent() {
        ExponentialWindow window = current();
        if (window.isEmpty()) {
            return;
        }
        ExponentialWindow fresh;
        do {
            window = current();
            fresh = delta || lowest > highest
                    ? new ExponentialWindow(ExponentialScale.MAX, null)
                    : new ExponentialWindow(scale, lowest, highest, null);
        } while (!current.compareAndSet(window, fresh));
        for (ExponentialWindow w = window; w != null; w = w.previous) {
            retired.add(w);
        }
    }

    private void fold(ExponentialWindow window) {
        if (window.isEmpty()) {
            return;
        }
        int low = window.lowest();
        int high = window.highest();
        if (window.scale < scale) {
            coarsen(scale - window.scale);
        }
        int shift = window.scale - scale;
        int wantedLow = low >> shift;
        int wantedHigh = high >> shift;
        if (lowest <= highest) {
            wantedLow = Math.min(wantedLow, lowest);
            wantedHigh = Math.max(wantedHigh, highest);
        }
        int further = ExponentialScale.shiftToFit(wantedLow, wantedHigh);
        coarsen(further);
        shift += further;
        lowest = wantedLow >> further;
        highest = wantedHigh >> further;
        for (long i = low; i <= high; i++) {
            int index = (int) i;
            counts[Math.floorMod(index >> shift, counts.length)] += window.countAt(index);
        }
    }

    private void coarsen(int shift) {
        if (shift == 0) {
            return;
        }
        scale -= shift;
        if (lowest > highest) {
            return;
        }
        long[] finer = counts.clone();
        Arrays.fill(counts, 0);
        for (int i = lowest; i <= highest; i++) {
            counts[Math.floorMod(i >> shift, counts.length)] += finer[Math.floorMod(i, finer.length)];
        }
        lowest >>= shift;
        highest >>= shift;
    }

    /** Values of 0 and more in the collected histogram. */
    long count() {
        long count = zeroCount;
        for (long bucket : counts) {
            count += bucket;
        }
        return count;
    }

    int scale() {
        return scale;
    }

    long zeroCount() {
        return zeroCount;
    }

    /** Sum of everything recorded, in either temporality, in nanoseconds, wrapped around at 2^64. */
    long sumNanos() {
        return totalNanos.get();
    }

    /** Index of the first of {@link #counts()}. */
    int offset() {
        return lowest <= highest ? lowest : 0;
    }

    /** How many of {@link #counts()} there are. */
    int length() {
        return lowest <= highest ? highest - lowest + 1 : 0;
    }

    /** The counts from {@link #offset()} on, a copy. */
    long[] counts() {
        long[] ordered = new long[length()];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = counts[Math.floorMod(lowest + i, counts.length)];
        }
        return ordered;
    }
}
