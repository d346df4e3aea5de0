package io.perfagent.metric;

import java.util.Arrays;
import java.util.Iterator;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/** Reads keys' distributions into plain counts, reusing its buffers. Guarded by the table's lock. */
final class SliceCutter {
    final ByteBudget budget;

    /** Slices without their distribution for want of room. */
    final LongCount lost = new LongCount();

    private final long[] counts = new long[LatencyScale.SIZE];

    /** A quiet copy: a histogram that is being recorded to cannot be iterated. */
    private @Nullable Histogram copy;

    SliceCutter(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * The counts of everything in the key's own distribution, valid until the next call; null while its first durations
     * are on their way to its histogram, where some would be missed.
     */
    long @Nullable [] read(OperationKey key) {
        AtomicHistogram histogram = key.histogram.get();
        if (histogram == null) {
            Arrays.fill(counts, 0);
            key.first.countInto(counts);
            return key.histogram.get() == null ? counts : null;
        }
        return key.first.moved() ? read(histogram) : null;
    }

    /** The counts of a histogram; valid until the next call. */
    long[] read(AtomicHistogram histogram) {
        Arrays.fill(counts, 0);
        Histogram quiet = copy;
        if (quiet == null) {
            quiet = new Histogram(LatencyScale.LOWEST_NANOS, LatencyScale.HIGHEST_NANOS, 2);
            copy = quiet;
        }
        histogram.copyInto(quiet);
        Iterator<HistogramIterationValue> values = quiet.recordedValues().iterator();
        while (values.hasNext()) {
            HistogramIterationValue value = values.next();
            counts[LatencyScale.indexOf(value.getValueIteratedTo())] += value.getCountAtValueIteratedTo();
        }
        return counts;
    }

    /** No counts; valid until the next call. */
    long[] none() {
        Arrays.fill(counts, 0);
        return counts;
    }
}
