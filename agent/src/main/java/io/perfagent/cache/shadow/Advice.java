package io.perfagent.cache.shadow;

import io.perfagent.cache.policy.AdaptiveTtl;
import io.perfagent.cache.policy.CacheLevel;

/**
 * What a sample speaks for: the level and time to live that would save most without going beyond the objective. Immutable,
 * pure.
 *
 * @param level {@link CacheLevel#NONE}: better not
 * @param ttlMillis of that level
 * @param at which of the times to live that were tried the figures are of
 * @param reason why not, or what to know about it
 */
public record Advice(CacheLevel level, long ttlMillis, int at, String reason) {
    private static final int ENOUGH_READS = 100;
    private static final double LEAST_HIT_RATIO = 0.05;

    /** A hit costs about as much as this; what is hardly dearer is not worth the memory. */
    private static final double LEAST_LOAD_NANOS = 20_000;

    /**
     * What to do about a kind of reads.
     *
     * @param objective highest share of stale answers that is accepted, such as 0.001
     * @param longestMicroMillis the longest time to live of {@link CacheLevel#MICRO} that a rule may give
     */
    public static Advice of(ShadowFigures figures, double objective, long longestMicroMillis) {
        int micro = figures.at(CacheLevel.MICRO.maxTtlMillis());
        if (figures.reads() < ENOUGH_READS) {
            return new Advice(CacheLevel.NONE, 0, micro, "unknown: read too seldom to tell");
        }
        if (figures.isNonDeterministic()) {
            return new Advice(
                    CacheLevel.NONE,
                    0,
                    micro,
                    "answers change twice running within 50 ms with nothing written: not deterministic");
        }
        if (figures.loadNanos() < LEAST_LOAD_NANOS) {
            return new Advice(CacheLevel.NONE, 0, micro, "cheap: a read takes less than 20 us");
        }
        int longest = figures.ttlMillis().length - 1;
        if (figures.stale()[longest] == 0
                && figures.ownChanged()[longest] == 0
                && figures.staleUpper(longest) <= objective
                && figures.hitRatio(longest) >= LEAST_HIT_RATIO) {
            return new Advice(CacheLevel.STATIC, CacheLevel.STATIC.ttlMillis(), longest, "no answer has changed");
        }
        long ttl = AdaptiveTtl.millis(
                longestMicroMillis, figures.pairs(), figures.changed(), figures.pairMillis(), objective);
        if (figures.hitRatio(micro) < LEAST_HIT_RATIO) {
            int tracked = figures.at(CacheLevel.TRACKED.maxTtlMillis());
            return figures.hitRatio(tracked) >= LEAST_HIT_RATIO
                    ? new Advice(
                            CacheLevel.TRACKED,
                            CacheLevel.TRACKED.ttlMillis(),
                            tracked,
                            "hardly repeated within 2 s; needs an invalidation channel, or sole-writer")
                    : new Advice(CacheLevel.NONE, 0, micro, "hardly ever repeated");
        }
        if (ttl <= AdaptiveTtl.MIN_MILLIS) {
            return new Advice(CacheLevel.NONE, 0, micro, "others change it too often for any time to live");
        }
        return new Advice(
                CacheLevel.MICRO,
                ttl,
                micro,
                figures.hits()[micro] < ShadowFigures.ENOUGH_HITS ? "staleness still unknown" : "");
    }
}
