package io.perfagent.profile.finding;

import java.util.Arrays;

/**
 * Whether a series rises, and how fast. Pure.
 *
 * <p>Sources: Mann, "Nonparametric tests against trend", 1945; Kendall, "Rank Correlation Methods", 1975 (the exact
 * distribution, by the number of inversions); Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968.
 */
final class MannKendall {
    private MannKendall() {}

    /**
     * The probability that values in random order rise at least as much as these: small where they rise. 1 for fewer than
     * three. Exact without ties; ties make it greater.
     */
    static double riseProbability(double... values) {
        int n = values.length;
        if (n < 3) {
            return 1;
        }
        int falling = 0; // pairs that fall, or are alike
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                falling += values[j] > values[i] ? 0 : 1;
            }
        }
        // Share of the permutations of n with at most so many inversions.
        int pairs = n * (n - 1) / 2;
        double[] share = new double[pairs + 1];
        share[0] = 1;
        for (int m = 2; m <= n; m++) {
            double[] next = new double[pairs + 1];
            for (int inversions = 0; inversions <= pairs; inversions++) {
                for (int more = 0; more < m && more <= inversions; more++) {
                    next[inversions] += share[inversions - more] / m;
                }
            }
            share = next;
        }
        double sum = 0;
        for (int inversions = 0; inversions <= falling; inversions++) {
            sum += share[inversions];
        }
        return Math.min(1, sum);
    }

    /** Median of the slopes of all pairs; NaN for fewer than two moments. */
    static double slope(double[] times, double[] values) {
        int n = values.length;
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (times[j] > times[i]) {
                    slopes[count++] = (values[j] - values[i]) / (times[j] - times[i]);
                }
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(slopes, count);
        Arrays.sort(sorted);
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
    }
}
