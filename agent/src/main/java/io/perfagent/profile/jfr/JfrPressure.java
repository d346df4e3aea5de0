package io.perfagent.profile.jfr;

import org.jspecify.annotations.Nullable;

/**
 * Decides from one reading a second when the stream is to yield, and when it may come back. Pure; not thread-safe.
 *
 * <p>Pressure must last to count. The stream comes back after a calm stretch, twice as long after each time it had to go,
 * because its start costs more than its running.
 */
public final class JfrPressure {
    private static final double BUSY = 0.95;
    private static final int BUSY_SECONDS = 20;
    private static final double THROTTLED = 0.20;
    private static final int THROTTLED_SECONDS = 10;

    /** Processors that the stream's own threads may take on average, as a share of those there are. */
    private static final double OWN_SHARE = 0.02;

    private static final int OWN_SECONDS = 60;
    private static final int CALM_SECONDS = 60;
    private static final int MAX_CALM_SECONDS = 3600;

    private int busySeconds;
    private int throttledSeconds;
    private int calmSeconds;
    private int calmWanted = CALM_SECONDS;
    private int ownSeconds;
    private double ownSum;

    /**
     * A second in which the stream runs.
     *
     * @param cpuShare load of all processors the process may use, 0 to 1; negative if not known
     * @param throttledShare share of the container's periods in which it was throttled; negative if not known
     * @param ownShare of all processors that the stream's threads took lately; negative if not known
     * @return why it must stop, or null
     */
    public @Nullable String running(double cpuShare, double throttledShare, double ownShare) {
        busySeconds = cpuShare >= BUSY ? busySeconds + 1 : 0;
        throttledSeconds = throttledShare >= THROTTLED ? throttledSeconds + 1 : 0;
        ownSum += Math.max(0, ownShare);
        ownSeconds++;
        if (busySeconds >= BUSY_SECONDS) {
            return stop("the processors are busy (" + Math.round(cpuShare * 100) + " %)");
        }
        if (throttledSeconds >= THROTTLED_SECONDS) {
            return stop("the container is throttled in " + Math.round(throttledShare * 100) + " % of its periods");
        }
        if (ownSeconds >= OWN_SECONDS) {
            double mean = ownSum / ownSeconds;
            ownSum = 0;
            ownSeconds = 0;
            if (mean > OWN_SHARE) {
                return stop("it took " + Math.round(mean * 1000) / 10.0 + " % of the processors itself");
            }
        }
        return null;
    }

    private String stop(String why) {
        busySeconds = 0;
        throttledSeconds = 0;
        calmSeconds = 0;
        ownSum = 0;
        ownSeconds = 0;
        return why;
    }

    /** A second in which it does not run; whether it may come back now. */
    public boolean waiting(double cpuShare, double throttledShare) {
        calmSeconds = cpuShare >= BUSY * 0.9 || throttledShare >= THROTTLED / 2 ? 0 : calmSeconds + 1;
        if (calmSeconds < calmWanted) {
            return false;
        }
        calmSeconds = 0;
        calmWanted = Math.min(MAX_CALM_SECONDS, 2 * calmWanted);
        return true;
    }
}
