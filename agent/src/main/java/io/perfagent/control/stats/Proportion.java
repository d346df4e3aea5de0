package io.perfagent.control.stats;

/**
 * Exact bounds of a rate seen in a number of requests. Pure.
 *
 * <p>Sources: Clopper and Pearson, "The use of confidence or fiducial limits", 1934; the incomplete beta function by
 * Lentz's continued fraction, the gamma function by Lanczos' series (Numerical Recipes, 6.1 and 6.4).
 */
public final class Proportion {
    private static final double[] LANCZOS = {
        76.18009172947146,
        -86.50532032941677,
        24.01409824083091,
        -1.231739572450155,
        0.1208650973866179e-2,
        -0.5395239384953e-5
    };
    private static final double TINY = 1e-300;
    private static final int MOST_TERMS = 10_000;
    private static final int HALVINGS = 60;

    private Proportion() {}

    /**
     * The rate that the true one exceeds with probability 1 - {@code confidence} at most.
     *
     * @param bad how many ended badly, 0 to {@code requests}
     * @param requests 0 or more; without any, the bound is 1
     * @param confidence above 0, below 1, such as 0.99
     */
    public static double upperBound(long bad, long requests, double confidence) {
        if (bad < 0 || bad > requests || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(bad + " bad of " + requests + ", confidence " + confidence);
        }
        if (bad == requests) {
            return 1;
        }
        double low = (double) bad / requests;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (incompleteBeta(bad + 1.0, (double) (requests - bad), middle) < confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The regularised incomplete beta function, 0 to 1. */
    static double incompleteBeta(double a, double b, double x) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
    }

    private static double fraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2.0 * m - 1) * (a + 2.0 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-13) {
                break;
            }
        }
        return value;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    static double logGamma(double x) {
        double sum = 1.000000000190015;
        double y = x;
        for (double coefficient : LANCZOS) {
            sum += coefficient / ++y;
        }
        double t = x + 5.5;
        return (x + 0.5) * Math.log(t) - t + Math.log(2.5066282746310005 * sum / x);
    }
}
