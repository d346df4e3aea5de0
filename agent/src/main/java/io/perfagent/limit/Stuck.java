package io.perfagent.limit;

import java.util.concurrent.atomic.LongAdder;

/** Operations that were taken out of the count because they do not end. Safe for all threads. */
public final class Stuck {
    /** What is younger is never stuck. */
    static final long LEAST_NANOS = 60_000_000_000L;

    private static final int TAILS = 10;

    private final LongAdder count = new LongAdder();
    private final LongAdder lateEnds = new LongAdder();
    private volatile String last = "";

    /** @param tailNanos what all but one in a thousand of its kind take; 0 if that is not known */
    static boolean isStuck(long ageNanos, long tailNanos) {
        return ageNanos >= LEAST_NANOS && ageNanos / TAILS >= tailNanos;
    }

    void taken(long ageNanos, String thread) {
        count.increment();
        last = "begun on " + thread + " " + ageNanos / 1_000_000_000 + " s ago";
    }

    void endedLate() {
        lateEnds.increment();
    }

    /** How many there were. */
    public long count() {
        return count.sum();
    }

    /** How many of them have ended after all. */
    public long lateEnds() {
        return lateEnds.sum();
    }

    /** One line; empty if there was none. */
    String line() {
        return count() == 0
                ? ""
                : "  stuck: " + count() + " requests held their places for more than 60 s and ten times what their kind"
                        + " takes, and are not counted any more; " + lateEnds() + " have ended since; the last one "
                        + last + "\n";
    }
}
