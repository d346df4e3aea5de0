package io.perfagent.cache.shadow;

import io.perfagent.cache.policy.Verification;

/**
 * What a sample has shown of one kind of read. Immutable, pure. Counts are of the sample; they stand for
 * {@code count / rate} reads since the sample began.
 *
 * @param ttlMillis the times to live that were tried, in the order of the arrays
 * @param allReads of all keys, in the sample or not
 * @param rate share of the keys that is in the sample, 0 to 1
 * @param reads of keys of the sample
 * @param hits reads that would have been answered from memory
 * @param stale of those, the ones whose answer had changed without a write of this process: by somebody else
 * @param ownDropped reads that would have been hits if this process had not written what they read
 * @param ownChanged of those, the ones whose answer had changed indeed: stale without invalidation
 * @param savedNanos what the originals of {@code hits} took
 * @param loadNanos mean of all originals
 * @param keys different keys there are, estimated
 * @param answerBytes mean size of an answer
 * @param quickTriples answers within 50 ms of the one before, and that one too
 * @param quickChanged of those, the ones that differed from the one before, as that did too
 * @param pairs of answers without a write of this process between
 * @param changed of those, the ones that differed
 * @param pairMillis mean distance of a pair
 * @param skipped records left out because another was being made
 */
public record ShadowFigures(
        int[] ttlMillis,
        double allReads,
        double rate,
        double reads,
        double[] hits,
        double[] stale,
        double[] ownDropped,
        double[] ownChanged,
        double[] savedNanos,
        double loadNanos,
        double keys,
        double answerBytes,
        double quickTriples,
        double quickChanged,
        double pairs,
        double changed,
        double pairMillis,
        long skipped) {

    /** Would-be hits before a share of stale answers is anything but unknown. */
    public static final int ENOUGH_HITS = 300;

    private static final double NON_DETERMINISTIC = 0.01;

    /** The longest time to live that was tried and is not longer than this one; the shortest, if all are. */
    public int at(long millis) {
        int at = 0;
        for (int i = 1; i < ttlMillis.length; i++) {
            at = ttlMillis[i] <= millis ? i : at;
        }
        return at;
    }

    /**
     * Share of reads that would have been hits. A few hot keys carry most reads, and whether they are in the sample is chance:
     * so many reads as the sample has too few, or too many, are taken for hits of theirs (SHARDS, section 3.3).
     */
    public double hitRatio(int at) {
        double expected = allReads * rate;
        return expected == 0 ? 0 : Math.max(0, Math.min(1, (hits[at] + expected - reads) / expected));
    }

    /** Share of would-be hits that would have been stale; NaN while it is unknown. */
    public double staleShare(int at) {
        return hits[at] < ENOUGH_HITS ? Double.NaN : stale[at] / hits[at];
    }

    /** What that share is below, with 95 % confidence; about 3/n where none of n was stale. */
    public double staleUpper(int at) {
        return Verification.upperBound(stale[at], hits[at]);
    }

    /** Time that the originals of all would-be hits took, not just of the sample, in nanoseconds. */
    public double savedNanosOfAll(int at) {
        return hits[at] == 0 ? 0 : savedNanos[at] / hits[at] * hitRatio(at) * allReads;
    }

    /** Bytes that all its answers would take up. */
    public double memoryBytes() {
        return keys * answerBytes;
    }

    /**
     * Whether answers differ without anything having been written: with 95 % confidence, more than 1 in 100 quick ones changed
     * twice running, as one write of somebody else's does not make them.
     */
    public boolean isNonDeterministic() {
        return quickChanged > 0
                && Verification.lowerBound((long) quickChanged, Math.max((long) quickChanged, (long) quickTriples))
                        > NON_DETERMINISTIC;
    }
}
