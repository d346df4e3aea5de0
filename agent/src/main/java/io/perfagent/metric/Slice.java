package io.perfagent.metric;

import org.jspecify.annotations.Nullable;

/** What a key recorded between two ticks. Immutable. */
final class Slice {
    final long tick;
    final long count;
    final long errors;
    final long totalNanos;
    final long maxNanos;

    /** {@link SparseCounts}, or null when there was no distribution or no room for it. */
    final byte @Nullable [] distribution;

    /** By {@link StatusClasses#index}, or null without any. */
    final long @Nullable [] statuses;

    Slice(
            long tick,
            long count,
            long errors,
            long totalNanos,
            long maxNanos,
            byte @Nullable [] distribution,
            long @Nullable [] statuses) {
        this.tick = tick;
        this.count = count;
        this.errors = errors;
        this.totalNanos = totalNanos;
        this.maxNanos = maxNanos;
        this.distribution = distribution;
        this.statuses = statuses;
    }
}
