package io.perfagent.limit.policy;

/**
 * For how long a request waits at a gate that is full: long enough for a burst to pass, and hardly at all when the queue
 * does not empty any more, because then waiting helps nobody; the newest is let in first then, as the oldest callers are the
 * ones that have given up. Guarded by the gate.
 *
 * <p>Source: CoDel (Nichols and Jacobson, "Controlling queue delay", ACM Queue 2012), with the adaptive LIFO of Maurer,
 * "Fail at scale", ACM Queue 2015.
 */
public final class Patience {
    /** While the queue empties now and then. */
    public static final long LONG_NANOS = 100_000_000;

    /** While it stands. */
    public static final long SHORT_NANOS = 5_000_000;

    /**
     * While it stands and those that come are ranked: there are only a few too many then, and who is better waits before them,
     * so that it helps somebody.
     */
    public static final long RANKED_NANOS = 50_000_000;

    /** A queue that has not been empty for so long stands. */
    static final long STANDING_NANOS = 100_000_000;

    private long emptySinceNanos;

    /** @param nowNanos the queue is empty */
    public Patience(long nowNanos) {
        emptySinceNanos = nowNanos;
    }

    /** The queue is empty, or somebody was let in without waiting. */
    public void empty(long nowNanos) {
        emptySinceNanos = nowNanos;
    }

    /** Whether the queue stands: the newest goes first. */
    public boolean stands(long nowNanos) {
        return nowNanos - emptySinceNanos >= STANDING_NANOS;
    }

    /** For how long a request that comes now waits at most. */
    public long nanos(long nowNanos) {
        return nanos(nowNanos, false);
    }

    /** @param ranked whether those beyond what can be served are turned away before they come, by rank */
    public long nanos(long nowNanos, boolean ranked) {
        return !stands(nowNanos) ? LONG_NANOS : ranked ? RANKED_NANOS : SHORT_NANOS;
    }
}
