package io.perfagent.start.host;

/**
 * Decides from one reading a second when the agent is to do less: first no spans, then nothing.
 *
 * <p>A pure step over numbers. Stress must last to count, and must have been gone as long before the agent does more
 * again.
 */
final class StressPolicy {
    /** Everything is recorded. */
    static final int CALM = 0;

    /** Metrics are recorded, spans are not. */
    static final int NO_SPANS = 1;

    /** Nothing is recorded. */
    static final int PAUSED = 2;

    private static final double GC_NO_SPANS = 0.25;
    private static final double GC_PAUSED = 0.60;
    private static final double CPU_NO_SPANS = 0.98;
    private static final int GC_SECONDS = 10;
    private static final int CPU_SECONDS = 60;

    private int level = CALM;
    private int gcSeconds;
    private int gcHardSeconds;
    private int cpuSeconds;
    private int calmSeconds;

    /**
     * One second's reading.
     *
     * @param gcShare share of the second spent in collections, 0 to 1; negative if not known
     * @param cpuShare load of all processors the process may use, 0 to 1; negative if not known
     * @return the level from now on
     */
    int step(double gcShare, double cpuShare) {
        gcSeconds = gcShare >= GC_NO_SPANS ? gcSeconds + 1 : 0;
        gcHardSeconds = gcShare >= GC_PAUSED ? gcHardSeconds + 1 : 0;
        cpuSeconds = cpuShare >= CPU_NO_SPANS ? cpuSeconds + 1 : 0;
        int wanted = CALM;
        if (gcSeconds >= GC_SECONDS || cpuSeconds >= CPU_SECONDS) {
            wanted = NO_SPANS;
        }
        if (gcHardSeconds >= GC_SECONDS) {
            wanted = PAUSED;
        }
        calmSeconds = wanted >= level ? 0 : calmSeconds + 1;
        if (wanted > level || calmSeconds >= GC_SECONDS) {
            level = wanted;
            calmSeconds = 0;
        }
        return level;
    }

    /** What a level means, for the line that says so. */
    static String say(int level, double gcShare, double cpuShare) {
        switch (level) {
            case NO_SPANS:
                return "under stress (" + percent(gcShare) + " of the time in GC, " + percent(cpuShare)
                        + " CPU): spans are not sampled, metrics go on";
            case PAUSED:
                return "under heavy stress (" + percent(gcShare) + " of the time in GC): recording is paused";
            default:
                return "stress is over: everything is recorded again";
        }
    }

    private static String percent(double share) {
        return share < 0 ? "unknown" : Math.round(share * 100) + " %";
    }
}
