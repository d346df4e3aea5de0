package io.perfagent.control.stats;

import java.util.Arrays;

/**
 * The exact one-sided Wilcoxon rank-sum (Mann-Whitney) test, with the Hodges-Lehmann estimate of the shift.
 *
 * <p>If two samples are of one distribution, each choice of as many of all values was as likely to be the first sample; all
 * choices are counted, by dynamic programming over doubled mid-ranks, so that ties are exact too. No distribution of the
 * values is assumed. Pure; at most {@value #MAX_EACH} values each.
 *
 * <p>Sources: Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
 * 1947; Hodges and Lehmann, "Estimates of location based on rank tests", 1963.
 */
public final class RankSumTest {
    /** Most values of a sample. */
    public static final int MAX_EACH = 50;

    private RankSumTest() {}

    /**
     * How likely a rank sum of {@code first} as small as this is, or a smaller one, if both are of one distribution.
     *
     * @param first values, 1 to {@value #MAX_EACH}, none of them NaN
     * @param second as many
     * @return above 0, at most 1; small says that {@code first} is the smaller one
     */
    public static double probabilityOfSmaller(double[] first, double[] second) {
        check(first);
        check(second);
        int[] ranks = doubledMidRanks(first, second);
        int observed = 0;
        int all = 0;
        for (int i = 0; i < ranks.length; i++) {
            observed += i < first.length ? ranks[i] : 0;
            all += ranks[i];
        }
        // ways[k][s]: choices of k values with rank sum s, as shares of all of that size so that nothing overflows
        double[][] ways = new double[first.length + 1][all + 1];
        ways[0][0] = 1;
        int taken = 0;
        for (int rank : ranks) {
            taken++;
            for (int k = Math.min(taken, first.length); k > 0; k--) {
                for (int s = all; s >= rank; s--) {
                    ways[k][s] += ways[k - 1][s - rank];
                }
            }
        }
        double total = 0;
        double small = 0;
        for (int s = 0; s <= all; s++) {
            total += ways[first.length][s];
            small += s <= observed ? ways[first.length][s] : 0;
        }
        return small / total;
    }

    /** The median of all differences of a value of {@code first} and one of {@code second}: below 0 if it is smaller. */
    public static double shift(double[] first, double[] second) {
        check(first);
        check(second);
        double[] differences = new double[first.length * second.length];
        int at = 0;
        for (double one : first) {
            for (double other : second) {
                differences[at++] = one - other;
            }
        }
        return Robust.median(differences);
    }

    private static void check(double[] values) {
        if (values.length == 0 || values.length > MAX_EACH) {
            throw new IllegalArgumentException(values.length + " values; 1 to " + MAX_EACH + " are tested");
        }
    }

    private static int[] doubledMidRanks(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        int[] ranks = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            int smaller = 0;
            int equal = 0;
            for (double other : all) {
                smaller += other < all[i] ? 1 : 0;
                equal += other == all[i] ? 1 : 0;
            }
            ranks[i] = 2 * smaller + equal + 1;
        }
        return ranks;
    }
}
