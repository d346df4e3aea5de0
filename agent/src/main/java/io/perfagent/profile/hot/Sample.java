package io.perfagent.profile.hot;

import java.util.List;

/**
 * Something that a thread did at a moment and that waits to be joined to an operation.
 *
 * @param threadId {@link Thread#getId()}, or -1 where it is not known
 * @param nanoTime the moment as {@link System#nanoTime()} would have told it
 * @param frames root first; of a lock its name alone
 * @param value nanoseconds of CPU, bytes, or nanoseconds waited
 */
public record Sample(Kind kind, long threadId, long nanoTime, List<String> frames, long value) {
    /** What a sample is of. */
    public enum Kind {
        CPU("cpu"),
        ALLOCATION("allocation"),
        LOCK("lock");

        /** As in attributes. */
        final String label;

        Kind(String label) {
            this.label = label;
        }
    }
}
