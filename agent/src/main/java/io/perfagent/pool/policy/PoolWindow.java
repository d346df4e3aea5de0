package io.perfagent.pool.policy;

/**
 * What was measured of one pool in one window.
 *
 * @param nanos how long it was; 0 for none
 * @param borrows connections asked for, whatever came of it
 * @param waitSeconds sum of the waits for them
 * @param uses connections given back
 * @param useSeconds sum of the times that they were in use
 * @param useSecondsSquared sum of the squares of those times
 */
public record PoolWindow(
        long nanos, double borrows, double waitSeconds, double uses, double useSeconds, double useSecondsSquared) {
    /** Nothing yet. */
    public static final PoolWindow EMPTY = new PoolWindow(0, 0, 0, 0, 0, 0);

    /** This one and the next one as one. */
    public PoolWindow and(PoolWindow next) {
        return new PoolWindow(
                nanos + next.nanos,
                borrows + next.borrows,
                waitSeconds + next.waitSeconds,
                uses + next.uses,
                useSeconds + next.useSeconds,
                useSecondsSquared + next.useSecondsSquared);
    }

    /** One that counts half as much. */
    PoolWindow half() {
        return new PoolWindow(nanos / 2, borrows / 2, waitSeconds / 2, uses / 2, useSeconds / 2, useSecondsSquared / 2);
    }

    /** Seconds that a connection was in use, in the mean; 0 if none came back. */
    public double meanUse() {
        return uses == 0 ? 0 : useSeconds / uses;
    }

    /** Seconds that one was waited for, in the mean. */
    public double meanWait() {
        return borrows == 0 ? 0 : waitSeconds / borrows;
    }

    /** Connections in use, in the mean (Little's law). */
    public double meanInUse() {
        return nanos == 0 ? 0 : useSeconds / (nanos / 1e9);
    }

    /** Connections given back each second. */
    public double usesPerSecond() {
        return nanos == 0 ? 0 : uses / (nanos / 1e9);
    }

    /** How uncertain the logarithm of {@link #meanUse} is, as a variance; infinite below two uses. */
    double variance() {
        double mean = meanUse();
        if (uses < 2 || mean == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double spread = Math.max(0, useSecondsSquared / uses - mean * mean);
        return spread / (mean * mean) / uses;
    }
}
