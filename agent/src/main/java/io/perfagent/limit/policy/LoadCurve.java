package io.perfagent.limit.policy;

/**
 * Whether something gets slower the more often it is asked for: means over windows, by rate in steps of a quarter of an octave,
 * the past fading. By rate, not by how many are inside: what is slow for reasons of its own has more inside, too. One thread's
 * own.
 */
public final class LoadCurve {
    private static final int BINS = 80;
    private static final double PER_OCTAVE = 4;
    private static final double LOWEST_PER_SECOND = 0.25;

    /** A bin counts once it has seen so many windows. */
    static final int LEAST_WINDOWS = 3;

    private static final int LEAST_BINS = 3;
    private static final double FADING = 0.05;

    /** So much must the load have varied. */
    private static final double VARIED = 1.5;

    private static final double SLOWER = 2;
    private static final double LEAST_SECONDS = 0.005;

    /** Of all pairs of rates so many must agree that the higher one is slower. */
    private static final double AGREEING = 0.8;

    private final int[] windows = new int[BINS];
    private final double[] rate = new double[BINS];
    private final double[] time = new double[BINS];

    /**
     * One window.
     *
     * @param perSecond how often it was asked for
     * @param meanSeconds what it took in the mean, without waits that are known
     */
    public void add(double perSecond, double meanSeconds) {
        if (!(perSecond >= LOWEST_PER_SECOND) || !(meanSeconds >= 0)) {
            return;
        }
        int bin = (int) Math.round(PER_OCTAVE * Math.log(perSecond / LOWEST_PER_SECOND) / Math.log(2));
        bin = Math.min(BINS - 1, bin);
        windows[bin]++;
        double weight = Math.max(FADING, 1.0 / windows[bin]);
        rate[bin] += weight * (perSecond - rate[bin]);
        time[bin] += weight * (meanSeconds - time[bin]);
    }

    private boolean counts(int bin) {
        return windows[bin] >= LEAST_WINDOWS;
    }

    private int lowest() {
        int bin = 0;
        while (bin < BINS - 1 && !counts(bin)) {
            bin++;
        }
        return bin;
    }

    private int highest() {
        int bin = BINS - 1;
        while (bin > 0 && !counts(bin)) {
            bin--;
        }
        return bin;
    }

    /** Whether it takes twice as long, and some milliseconds more, at the highest rates seen as at the lowest. */
    public boolean slowsDown() {
        int bins = 0;
        int pairs = 0;
        int agreeing = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (!counts(bin)) {
                continue;
            }
            bins++;
            for (int lower = 0; lower < bin; lower++) {
                if (counts(lower)) {
                    pairs++;
                    agreeing += time[bin] > time[lower] ? 1 : 0;
                }
            }
        }
        return bins >= LEAST_BINS
                && highPerSecond() >= VARIED * lowPerSecond()
                && highSeconds() >= SLOWER * lowSeconds()
                && highSeconds() - lowSeconds() >= LEAST_SECONDS
                && agreeing >= AGREEING * pairs;
    }

    /** The lowest rate seen. */
    public double lowPerSecond() {
        return rate[lowest()];
    }

    /** What it takes there. */
    public double lowSeconds() {
        return time[lowest()];
    }

    /** The highest rate seen. */
    public double highPerSecond() {
        return rate[highest()];
    }

    /** What it takes there. */
    public double highSeconds() {
        return time[highest()];
    }
}
