package io.perfagent.it.bench;

import java.util.Arrays;

/** Repeated measurements of one quantity, and what is said of them. Immutable. */
final class Sample {
    private static final double MAD_TO_SIGMA = 1.4826;
    private static final double MEDIAN_EFFICIENCY = Math.sqrt(Math.PI / 2);

    private final double[] sorted;

    /** @param values at least one, in any order */
    Sample(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    int size() {
        return sorted.length;
    }

    /** The middle value, or the mean of the two in the middle. */
    double median() {
        return middle(sorted);
    }

    double max() {
        return sorted[sorted.length - 1];
    }

    /**
     * Standard error of the median, in the unit of the values: from the median absolute deviation, so that one run that
     * went astray does not widen it; 0 for a single value, which says nothing of its error.
     */
    double medianError() {
        double median = median();
        double[] deviations = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            deviations[i] = Math.abs(sorted[i] - median);
        }
        Arrays.sort(deviations);
        return MEDIAN_EFFICIENCY * MAD_TO_SIGMA * middle(deviations) / Math.sqrt(sorted.length);
    }

    /** Whether this median lies at most two standard errors of the difference above that of {@code other}. */
    boolean notAbove(Sample other) {
        return median() - other.median() <= 2 * Math.hypot(medianError(), other.medianError());
    }

    private static double middle(double[] ascending) {
        int half = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
    }
}
