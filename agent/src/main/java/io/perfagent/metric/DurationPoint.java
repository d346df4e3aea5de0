package io.perfagent.metric;

import io.perfagent.export.metric.Exemplars;
import io.perfagent.export.metric.MetricWriter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The durations of one attribute set: exact counts per bucket and an exact sum, minimum and maximum, and exemplars.
 *
 * <p>Thread-safe. Recording takes no lock and, after the first calls, allocates nothing.
 */
public final class DurationPoint {
    /** Longs on either side of a stripe that keep it off its neighbours' cache lines. */
    private static final int PADDING = 8;

    final int hash;
    private final DurationMetric metric;
    private final byte[] attributes;
    private final @Nullable ExponentialHistogram exponentialHistogram;

    /** Each is padding, a count per bucket, the sum in nanoseconds, padding; made when a thread first needs it. */
    private final AtomicReferenceArray<AtomicLongArray> stripes;

    private final int padding;
    private final AtomicLong minNanos = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong maxNanos = new AtomicLong(-1);
    private volatile @Nullable ExemplarSlots exemplarSlots;
    private boolean hidden;

    // For the export thread.
    private final NanosSum sum = new NanosSum();
    private final long[] counts;
    private long @Nullable [] lastCounts;

    DurationPoint(DurationMetric metric, byte[] attributes, int hash) {
        this.metric = metric;
        this.attributes = attributes;
        this.hash = hash;
        this.padding = metric.stripeMask == 0 ? 0 : PADDING;
        if (metric.exponential) {
            exponentialHistogram = new ExponentialHistogram(metric.delta);
            stripes = new AtomicReferenceArray<>(0);
            counts = new long[0];
        } else {
            exponentialHistogram = null;
            stripes = new AtomicReferenceArray<>(metric.stripeMask + 1);
            counts = new long[metric.boundsNanos.length + 1];
        }
    }

    boolean hasAttributes(byte[] other, int size) {
        return Arrays.equals(attributes, 0, attributes.length, other, 0, size);
    }

    /**
     * Records one call.
     *
     * @param durationNanos duration in nanoseconds; negative counts as 0
     * @param sampled whether the call's span was sampled, which makes it an exemplar; the ids are not read otherwise
     * @param endUnixNanos when the call ended, nanoseconds since 1970
     */
    public void record(
            long durationNanos, boolean sampled, long traceIdHi, long traceIdLo, long spanId, long endUnixNanos) {
        long nanos = Math.max(0, durationNanos);
        raiseMax(nanos);
        lowerMin(nanos);
        int slot;
        if (exponentialHistogram != null) {
            exponentialHistogram.record(nanos);
            // One for each factor of 16: far enough apart to show both the usual and the slow.
            slot = (63 - Long.numberOfLeadingZeros(nanos | 1)) >> 2;
        } else {
            slot = bucket(metric.boundsNanos, nanos);
            AtomicLongArray stripe = stripe();
            stripe.getAndAdd(padding + slot, 1);
            stripe.getAndAdd(stripe.length() - 1 - padding, nanos);
        }
        if (sampled && metric.keepExemplars) {
            exemplars().offer(slot, nanos, traceIdHi, traceIdLo, spanId, endUnixNanos);
        }
    }

    /** Bounds are few and most calls are short, so a scan from below is the fastest search. */
    private static int bucket(long[] boundsNanos, long nanos) {
        int i = 0;
        while (i < boundsNanos.length && nanos > boundsNanos[i]) {
            i++;
        }
        return i;
    }

    private AtomicLongArray stripe() {
        int index = metric.stripeMask == 0 ? 0 : (int) Thread.currentThread().getId() & metric.stripeMask;
        AtomicLongArray stripe = stripes.get(index);
        return stripe != null ? stripe : addStripe(index);
    }

    private AtomicLongArray addStripe(int index) {
        AtomicLongArray made = new AtomicLongArray(metric.boundsNanos.length + 2 + 2 * padding);
        // The one of a thread that was quicker counts.
        AtomicLongArray existing = stripes.compareAndExchange(index, null, made);
        return existing != null ? existing : made;
    }

    private void raiseMax(long nanos) {
        long seen = maxNanos.get();
        while (nanos > seen && !maxNanos.compareAndSet(seen, nanos)) {
            seen = maxNanos.get();
        }
    }

    private void lowerMin(long nanos) {
        long seen = minNanos.get();
        while (nanos < seen && !minNanos.compareAndSet(seen, nanos)) {
            seen = minNanos.get();
        }
    }

    private ExemplarSlots exemplars() {
        ExemplarSlots slots = exemplarSlots;
        if (slots == null) {
            // A race here replaces one with another, which costs an example.
            slots = new ExemplarSlots(metric.exemplarSlots());
            exemplarSlots = slots;
        }
        return slots;
    }

    /** Whether the point is left out of the export, because what it measured is gone; for the export thread. */
    public void hide(boolean hide) {
        hidden = hide;
    }

    /** Writes the point unless it has nothing to say; for the export thread. Answers how many points were written. */
    int collect(MetricWriter out, long start, long now, double[] bounds, Exemplars exemplars) {
        if (hidden) {
            return 0;
        }
        return exponentialHistogram != null
                ? collectExponential(exponentialHistogram, out, start, now, exemplars)
                : collectExplicit(out, start, now, bounds, exemplars);
    }

    private int collectExplicit(MetricWriter out, long start, long now, double[] bounds, Exemplars exemplars) {
        Arrays.fill(counts, 0);
        long nanos = 0;
        for (int s = 0; s < stripes.length(); s++) {
            AtomicLongArray stripe = stripes.get(s);
            if (stripe != null) {
                for (int i = 0; i < counts.length; i++) {
                    counts[i] += stripe.get(padding + i);
                }
                nanos += stripe.get(stripe.length() - 1 - padding);
            }
        }
        if (metric.delta) {
            subtractLast();
        }
        long count = 0;
        int lowest = -1;
        int highest = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                count += counts[i];
                lowest = lowest < 0 ? i : lowest;
                highest = i;
            }
        }
        if (count == 0) {
            return 0;
        }
        double total = sum.advanceTo(nanos, metric.delta);
        long min = metric.delta ? minNanos.getAndSet(Long.MAX_VALUE) : minNanos.get();
        long max = metric.delta ? maxNanos.getAndSet(-1) : maxNanos.get();
        takeExemplars(exemplars);
        out.histogramPoint(
                attributes,
                attributes.length,
                start,
                now,
                count,
                total,
                within(min, lowest),
                within(max, highest),
                bounds,
                counts,
                exemplars);
        return 1;
    }

    private void subtractLast() {
        long[] last = lastCounts;
        if (last == null) {
            last = new long[counts.length];
            lastCounts = last;
        }
        for (int i = 0; i < counts.length; i++) {
            long cumulative = counts[i];
            counts[i] = cumulative - last[i];
            last[i] = cumulative;
        }
    }

    /**
     * An extreme in seconds, or NaN when it is not in its bucket: a call recorded while counts were being read may have
     * left its extreme to one interval and its count to the next, and no extreme is better than a false one.
     */
    private double within(long nanos, int bucket) {
        return bucket(metric.boundsNanos, nanos) == bucket && nanos >= 0 && nanos != Long.MAX_VALUE
                ? nanos / DurationMetric.NANOS_PER_SECOND
                : Double.NaN;
    }

    private int collectExponential(
            ExponentialHistogram histogram, MetricWriter out, long start, long now, Exemplars exemplars) {
        histogram.advance();
        long count = histogram.count();
        if (count == 0) {
            return 0;
        }
        double total = sum.advanceTo(histogram.sumNanos(), metric.delta);
        long min = metric.delta ? minNanos.getAndSet(Long.MAX_VALUE) : minNanos.get();
        long max = metric.delta ? maxNanos.getAndSet(-1) : maxNanos.get();
        takeExemplars(exemplars);
        out.expHistogramPoint(
                attributes,
                attributes.length,
                start,
                now,
                count,
                total,
                min == Long.MAX_VALUE ? Double.NaN : min / DurationMetric.NANOS_PER_SECOND,
                max < 0 ? Double.NaN : max / DurationMetric.NANOS_PER_SECOND,
                histogram.scale(),
                histogram.zeroCount(),
                histogram.offset(),
                histogram.counts(),
                histogram.length(),
                exemplars);
        return 1;
    }

    private void takeExemplars(Exemplars exemplars) {
        ExemplarSlots slots = exemplarSlots;
        if (slots != null) {
            slots.drainTo(exemplars);
        }
    }
}
