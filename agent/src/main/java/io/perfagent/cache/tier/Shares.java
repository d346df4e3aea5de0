package io.perfagent.cache.tier;

/**
 * How the memory of the tier is divided: each shelf may have an equal share, and what some do not use goes to those that
 * could use more. The sum is never above the total. Pure.
 */
final class Shares {
    private Shares() {}

    /**
     * The most that each may hold.
     *
     * @param used bytes held now
     */
    static long[] of(long total, long[] used) {
        int n = used.length;
        long[] most = new long[n];
        if (n == 0) {
            return most;
        }
        long share = total / n;
        long given = 0;
        int wanting = 0;
        for (int i = 0; i < n; i++) {
            if (used[i] < share / 2) {
                most[i] = Math.max(share / 4, used[i] * 2); // room to double until the next time
                given += most[i];
            } else {
                wanting++;
            }
        }
        for (int i = 0; i < n; i++) {
            if (used[i] >= share / 2) {
                most[i] = (total - given) / wanting;
            }
        }
        return most;
    }
}
