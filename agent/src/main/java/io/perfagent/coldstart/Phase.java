package io.perfagent.coldstart;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a start between two points.
 *
 * @param name such as {@code main to listening}
 * @param from the counters at its begin, or null if they were not read
 * @param to the counters at its end, or null
 */
record Phase(
        String name,
        long startNanos,
        long endNanos,
        @Nullable Counters from,
        @Nullable Counters to) {
    long nanos() {
        return endNanos - startNanos;
    }

    /** What all threads spent on a resource in this phase, or {@link Counters#NOT_MEASURED}. */
    long nanosOf(Resource resource) {
        return from == null || to == null ? Counters.NOT_MEASURED : to.since(from, resource);
    }
}
