package io.perfagent.pool.policy;

/**
 * Between what a pool's size may move.
 *
 * @param original what the application has set, above 0
 * @param least at least 1, at most {@code original}
 * @param most at least {@code original}
 */
public record PoolBounds(int original, int least, int most) {
    /** A pool is never made more than so many times as large as it was. */
    private static final int FACTOR = 2;

    /**
     * Bounds of a pool.
     *
     * @param wantedLeast the operator's lower bound; 0 for the original size
     * @param wantedMost the operator's upper bound; 0 for none of his own. It lowers twice the original, and raises nothing
     */
    public static PoolBounds of(int original, int wantedLeast, int wantedMost) {
        int size = Math.max(1, original);
        int twice = (int) Math.min(Integer.MAX_VALUE, (long) FACTOR * size);
        int most = wantedMost == 0 ? twice : Math.max(size, Math.min(twice, wantedMost));
        int least = wantedLeast == 0 ? size : Math.min(size, wantedLeast);
        return new PoolBounds(size, least, most);
    }
}
