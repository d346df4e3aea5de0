package io.perfagent.cache.policy;

import io.perfagent.control.stats.Proportion;

/**
 * What re-executed hits have shown: how many answers were no longer right. Pure; for one thread at a time.
 *
 * <p>The bounds are exact (Clopper and Pearson), one-sided. They are looked at after each check, so over a long life the
 * chance of a false alarm is above 5 %: it costs a cache, not an answer.
 */
public final class Verification {
    /** Checks that it takes to call an objective of 0.1 % confirmed: none stale in 3000 is at most 0.1 %. */
    public static final int ENOUGH = 3000;

    private static final double CONFIDENCE = 0.95;

    private long checks;
    private long stale;

    /** What the checks say. */
    public enum Verdict {
        /** Nothing yet. */
        UNKNOWN,
        /** As good as the objective, after enough checks. */
        CONFIRMED,
        /** Worse than the objective, surely enough to stop. */
        BROKEN
    }

    public void check(boolean isStale) {
        checks++;
        stale += isStale ? 1 : 0;
    }

    public long checks() {
        return checks;
    }

    public long stale() {
        return stale;
    }

    /** Everything before is forgotten: another rule, another time to live. */
    public void reset() {
        checks = 0;
        stale = 0;
    }

    /** @param objective highest share of stale answers that is accepted, such as 0.001 */
    public Verdict verdict(double objective) {
        if (lowerBound(stale, checks) > objective) {
            return Verdict.BROKEN;
        }
        return checks >= ENOUGH && (double) stale / checks <= objective ? Verdict.CONFIRMED : Verdict.UNKNOWN;
    }

    /** The share that the true one is above with 95 % confidence; 0 without any stale answer. */
    public static double lowerBound(long stale, long checks) {
        return stale == 0 ? 0 : 1 - Proportion.upperBound(checks - stale, checks, CONFIDENCE);
    }

    /** The share that the true one is below with 95 % confidence; about 3/n when none of n was stale, 1 without checks. */
    public static double upperBound(double stale, double checks) {
        long of = (long) checks;
        return Proportion.upperBound(Math.min(of, (long) Math.ceil(stale)), of, CONFIDENCE);
    }
}
