package io.perfagent.cache.policy;

/**
 * The time to live under which the share of stale answers stays below an objective, from how often values were seen to
 * change. Pure.
 *
 * <p>Changes that come at random with rate l make a share of about l T / 2 stale at a fixed time to live T (Poisson; exact:
 * 1 - (1 - e^(-l T)) / (l T)), so T = 2 objective / l. The rate is its upper 95 % bound: of n pairs of fresh answers at a mean
 * distance d, x differed, so a pair differs with probability at most p and l is at most -ln(1 - p) / d.
 */
public final class AdaptiveTtl {
    /** Shorter is of no use. */
    public static final long MIN_MILLIS = 250;

    /** Pairs before anything is concluded. */
    static final int ENOUGH = 100;

    private AdaptiveTtl() {}

    /**
     * In milliseconds, at most what the rule gives; that, as long as nothing is known or nothing has changed.
     *
     * @param pairs fresh answers that could be compared with the one before
     * @param changed those that differed, without a write of this process in between
     * @param meanDistanceMillis between the two of a pair
     * @param objective highest share of stale answers
     */
    public static long millis(
            long ruleMillis, double pairs, double changed, double meanDistanceMillis, double objective) {
        if (pairs < ENOUGH || changed <= 0 || meanDistanceMillis <= 0) {
            return ruleMillis;
        }
        double share = Math.min(0.999999, Verification.upperBound(changed, pairs));
        double ratePerMilli = -Math.log1p(-share) / meanDistanceMillis;
        double best = 2 * objective / ratePerMilli;
        return Math.min(ruleMillis, Math.max(MIN_MILLIS, (long) best));
    }

    /** Of a share of it, up to a tenth is taken off at random, so that entries of one moment do not all end at one. */
    public static long jittered(long ttlNanos, double random) {
        return ttlNanos - (long) (ttlNanos * 0.1 * random);
    }
}
