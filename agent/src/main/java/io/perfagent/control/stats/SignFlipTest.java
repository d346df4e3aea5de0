package io.perfagent.control.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The exact sign-flip (randomisation) test on pair differences, with the effect and its interval.
 *
 * <p>A pair is one treated block and one control block whose order was drawn by lot; the difference is treated minus
 * control. If the change does nothing, each difference was as likely to come out with the other sign, so the mean over all
 * 2<sup>n</sup> patterns of signs is its exact distribution; no distribution of the values is assumed. Up to
 * {@value #EXACT_PAIRS} pairs every pattern is counted. Beyond, {@value #SAMPLES} patterns are drawn from the seed, and
 * the observed one is counted among them, which keeps the test valid.
 *
 * <p>The interval inverts the test: the means of all non-empty subsets of the differences cut the line into intervals
 * that are equally likely to hold the effect. The estimate is the middle of them. Immutable.
 *
 * <p>Sources: Fisher, "The design of experiments", 1935; Hartigan, "Using subsample values as typical values", JASA 1969;
 * Phipson and Smyth, "Permutation p-values should never be zero", 2010.
 */
public final class SignFlipTest {
    /** Most pairs of which all patterns are counted. */
    public static final int EXACT_PAIRS = 16;

    /** Most pairs taken. */
    public static final int MAX_PAIRS = 256;

    /** Patterns drawn beyond {@value #EXACT_PAIRS} pairs. */
    public static final int SAMPLES = 20_000;

    /** Sums that differ by less than this share of their size are equal. */
    private static final double EQUAL = 1e-12;

    private final double[] differences;
    private final long seed;
    private final double[] subsetMeans;

    /**
     * @param differences treated minus control, one a pair, finite; 1 to {@value #MAX_PAIRS}
     * @param seed of the patterns drawn, where they are drawn
     * @throws IllegalArgumentException for too few, too many, or values that are not finite
     */
    public SignFlipTest(double[] differences, long seed) {
        if (differences.length == 0 || differences.length > MAX_PAIRS) {
            throw new IllegalArgumentException("1 to " + MAX_PAIRS + " pairs, not " + differences.length);
        }
        for (double difference : differences) {
            if (Double.isNaN(difference) || Double.isInfinite(difference)) {
                throw new IllegalArgumentException("a difference is not finite");
            }
        }
        this.differences = differences.clone();
        this.seed = seed;
        this.subsetMeans = subsetMeans();
        Arrays.sort(subsetMeans);
    }

    /** Whether every pattern is counted. */
    public boolean isExact() {
        return differences.length <= EXACT_PAIRS;
    }

    /** The effect: the value for which the test sees no reason to doubt either way. In the unit of the differences. */
    public double effect() {
        return Robust.median(subsetMeans);
    }

    /**
     * How likely a mean difference as large as this is if the effect is {@code margin} or less. Small: the effect is
     * greater. With a margin below zero it is a test of no harm for what should be large.
     */
    public double pGreater(double margin) {
        return share(margin, 1);
    }

    /** How likely a mean difference as small as this is if the effect is {@code margin} or more. Small: it is less. */
    public double pLess(double margin) {
        return share(margin, -1);
    }

    /** The test for any effect, both sides. */
    public double pTwoSided() {
        return Math.min(1, 2 * Math.min(pGreater(0), pLess(0)));
    }

    /**
     * The lower and upper end of the interval that holds the effect in at least {@code confidence} of all experiments;
     * infinite where there are too few pairs to bound it.
     *
     * @param confidence above 0, below 1, such as 0.95
     */
    public double[] interval(double confidence) {
        // Below the k-th of m means lie k of the m + 1 intervals; floor keeps the promise where it does not come out
        // even.
        int cut = (int) Math.floor((1 - confidence) / 2 * (subsetMeans.length + 1) + EQUAL);
        if (cut < 1) {
            return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        }
        return new double[] {subsetMeans[cut - 1], subsetMeans[subsetMeans.length - cut]};
    }

    /** The share of sign patterns whose sum is at least the observed one, after shifting by the margin. */
    private double share(double margin, int side) {
        double[] shifted = new double[differences.length];
        double observed = 0;
        double size = 0;
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = side * (differences[i] - margin);
            observed += shifted[i];
            size += Math.abs(shifted[i]);
        }
        double bar = observed - EQUAL * size;
        return isExact() ? exactShare(shifted, bar) : sampledShare(shifted, bar);
    }

    private static double exactShare(double[] shifted, double bar) {
        int patterns = 1 << shifted.length;
        int reached = 0;
        for (int pattern = 0; pattern < patterns; pattern++) {
            double sum = 0;
            for (int i = 0; i < shifted.length; i++) {
                sum += (pattern >> i & 1) == 0 ? shifted[i] : -shifted[i];
            }
            reached += sum >= bar ? 1 : 0;
        }
        return (double) reached / patterns;
    }

    private double sampledShare(double[] shifted, double bar) {
        SplittableRandom random = new SplittableRandom(seed);
        int reached = 1; // the observed pattern itself
        for (int sample = 0; sample < SAMPLES; sample++) {
            double sum = 0;
            for (double one : shifted) {
                sum += random.nextBoolean() ? one : -one;
            }
            reached += sum >= bar ? 1 : 0;
        }
        return (double) reached / (SAMPLES + 1);
    }

    private double[] subsetMeans() {
        int subsets = isExact() ? (1 << differences.length) - 1 : SAMPLES - 1;
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[subsets];
        for (int subset = 0; subset < subsets; subset++) {
            double sum = 0;
            int members = 0;
            while (members == 0) {
                for (int i = 0; i < differences.length; i++) {
                    boolean member = isExact() ? (subset + 1 >> i & 1) == 1 : random.nextBoolean();
                    sum += member ? differences[i] : 0;
                    members += member ? 1 : 0;
                }
            }
            means[subset] = sum / members;
        }
        return means;
    }
}
