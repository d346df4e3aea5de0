package io.perfagent.limit.policy;

/**
 * Follows the 99.9th percentile of durations with one number: up by a tenth for one that is longer, down by a ten-thousandth
 * for one that is not, so that it rests where one in a thousand is longer. Pure.
 *
 * <p>Source: Ma, Muthukrishnan and Sandler, "Frugal streaming for estimating quantiles", 2013; with steps in proportion, as
 * durations span orders of magnitude.
 */
public final class TailEstimate {
    private static final double UP = 0.1;
    private static final double DOWN = UP / 999;

    private TailEstimate() {}

    /**
     * @param estimate so far, in ns; 0 if there is none
     * @param observed the next duration, in ns; at least 0
     */
    public static long next(long estimate, long observed) {
        if (estimate <= 0) {
            return Math.max(1, observed);
        }
        double step = observed > estimate ? UP : -DOWN;
        return Math.max(1, Math.round(estimate * (1 + step)));
    }
}
