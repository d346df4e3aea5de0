package io.perfagent.control.stats;

import java.util.Arrays;

/**
 * Location, spread and distance that a few outliers do not move. Pure; arguments are not changed.
 *
 * <p>Sources: Hampel, "The influence curve and its role in robust estimation", 1974 (median absolute deviation); Iglewicz
 * and Hoaglin, "How to detect and handle outliers", 1993 (the robust z and its fallback).
 */
public final class Robust {
    /** Makes the median absolute deviation of normal values their standard deviation. */
    public static final double MAD_TO_SIGMA = 1.4826;

    /** The same for the mean absolute deviation. */
    private static final double MEAN_AD_TO_SIGMA = 1.2533;

    private Robust() {}

    /** The middle value, the mean of the two middle ones, or NaN without values. */
    public static double median(double... values) {
        return quantile(0.5, values);
    }

    /**
     * A quantile, interpolated between neighbours (type 7 of Hyndman and Fan, 1996).
     *
     * @param share 0 for the least value to 1 for the greatest
     * @return NaN without values
     */
    public static double quantile(double share, double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The median distance from the median, unscaled; NaN without values. */
    public static double mad(double... values) {
        double median = median(values);
        double[] distances = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            distances[i] = Math.abs(values[i] - median);
        }
        return median(distances);
    }

    /**
     * The standard deviation of the bulk of the values. Where more than half of them are equal it is taken from the mean
     * absolute deviation; 0 only if all are equal.
     */
    public static double sigma(double... values) {
        double mad = mad(values);
        if (mad > 0 || values.length == 0) {
            return MAD_TO_SIGMA * mad;
        }
        double median = median(values);
        double sum = 0;
        for (double value : values) {
            sum += Math.abs(value - median);
        }
        return MEAN_AD_TO_SIGMA * sum / values.length;
    }

    /** How many standard deviations of the bulk {@code value} lies above the median; infinite if that has no spread. */
    public static double z(double value, double... values) {
        double distance = value - median(values);
        double sigma = sigma(values);
        if (sigma > 0) {
            return distance / sigma;
        }
        return distance == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, distance);
    }
}
