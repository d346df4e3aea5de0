package io.perfagent.limit.policy;

/**
 * A rate with a burst, as one number: the time at which the next request would be due if all came evenly. A bucket of tokens
 * that needs no refilling. Pure.
 *
 * <p>Source: the generic cell rate algorithm, ITU-T I.371, annex A (virtual scheduling).
 */
public final class TokenBucket {
    /** Answered for a request that comes too early. */
    public static final long TOO_EARLY = Long.MIN_VALUE;

    private TokenBucket() {}

    /**
     * Takes one.
     *
     * @param dueNanos what this answered last; at first any time that has passed
     * @param nowNanos {@link System#nanoTime}
     * @param intervalNanos between two requests at the rate; above 0
     * @param burst requests that may come at once, at least 1
     * @return when the next one is due, or {@link #TOO_EARLY}
     */
    public static long take(long dueNanos, long nowNanos, long intervalNanos, int burst) {
        long ahead = dueNanos - nowNanos;
        if (ahead > (burst - 1) * intervalNanos) {
            return TOO_EARLY;
        }
        return nowNanos + Math.max(0, ahead) + intervalNanos;
    }
}
