package io.perfagent.limit.policy;

/**
 * Throughput and time in use against how many requests were inside, as far as the load has shown it: where the curve bends,
 * and whether the resource itself gets slower as more use it. Means over windows, by concurrency in steps of a quarter of an
 * octave, the past fading. One thread's own.
 */
public final class ThroughputCurve {
    private static final int BINS = 48;
    private static final double PER_OCTAVE = 4;

    /** A bin counts once it has seen so many windows. */
    private static final int LEAST_WINDOWS = 3;

    private static final int LEAST_BINS = 4;
    private static final double FADING = 0.05;

    /** The knee is where so much of the best throughput is reached. */
    private static final double NEARLY_ALL = 0.95;

    /** So much further than the knee the load must have gone, or it is no knee but where the load ended. */
    private static final double BEYOND = 1.5;

    private final int[] windows = new int[BINS];
    private final double[] inside = new double[BINS];
    private final double[] throughput = new double[BINS];
    private final double[] useSeconds = new double[BINS];

    /**
     * One window.
     *
     * @param meanInside requests inside in the mean
     * @param perSecond completions a second
     * @param meanUseSeconds how long each had the resource; 0 if that is not known
     */
    public void add(double meanInside, double perSecond, double meanUseSeconds) {
        if (!(meanInside > 0) || !(perSecond > 0)) {
            return;
        }
        int bin = (int) Math.round(PER_OCTAVE * Math.log(Math.max(1, meanInside)) / Math.log(2));
        bin = Math.min(BINS - 1, bin);
        windows[bin]++;
        double weight = Math.max(FADING, 1.0 / windows[bin]);
        inside[bin] += weight * (meanInside - inside[bin]);
        throughput[bin] += weight * (perSecond - throughput[bin]);
        useSeconds[bin] += weight * (meanUseSeconds - useSeconds[bin]);
    }

    private boolean counts(int bin) {
        return windows[bin] >= LEAST_WINDOWS;
    }

    private double best() {
        double best = 0;
        for (int bin = 0; bin < BINS; bin++) {
            best = counts(bin) ? Math.max(best, throughput[bin]) : best;
        }
        return best;
    }

    /** How many inside give nearly all the throughput there is; 0 until the load has varied enough to show that. */
    public double knee() {
        double enough = NEARLY_ALL * best();
        int known = 0;
        double knee = 0;
        double most = 0;
        boolean below = false;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts(bin)) {
                known++;
                most = inside[bin];
                if (knee == 0 && throughput[bin] >= enough) {
                    knee = inside[bin];
                }
                below |= knee == 0;
            }
        }
        return known >= LEAST_BINS && below && most >= BEYOND * knee ? knee : 0;
    }

    /** Throughput at and beyond the knee, a second; 0 while that is not known. */
    public double capacity() {
        return knee() > 0 ? best() : 0;
    }

    /**
     * By how much the time in use grows with the number inside, as an exponent: 0 where it does not, 1 where twice as many
     * take twice as long, so that more of them gain nothing; NaN while the load has not varied enough.
     */
    public double elasticity() {
        int low = -1;
        int high = -1;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts(bin) && useSeconds[bin] > 0) {
                low = low < 0 ? bin : low;
                high = bin;
            }
        }
        if (low < 0 || inside[high] < 2 * inside[low]) {
            return Double.NaN;
        }
        return Math.log(useSeconds[high] / useSeconds[low]) / Math.log(inside[high] / inside[low]);
    }
}
