package io.perfagent.start;

import io.perfagent.bootstrap.Seam;

/**
 * What all calls of hooks took together, estimated from the few that the seam has timed, with the interval that holds the
 * true value with 95 % confidence.
 *
 * <p>The calls are timed by turns, which is taken for chance; what the clock itself costs is taken off. A call of over a
 * millisecond was interrupted, by a collection or by another thread, and is left out; shorter interruptions make the interval
 * wider.
 */
record HookTime(long timedCalls, double nanos, double lowNanos, double highNanos) {
    private static final double TWO_SIDED_95 = 1.96;
    private static final int CLOCK_READINGS = 101;

    /** What has been timed so far. */
    static HookTime now() {
        return of(Seam.TIMED_INTERVAL, Seam.timedCalls(), Seam.timedNanos(), Seam.timedSquares(), clockNanos());
    }

    /**
     * @param interval one call in this many was timed
     * @param sumNanos what the timed ones took
     * @param squares the sum of the squares of what they took
     * @param clockNanos what of each is the clock's own
     */
    static HookTime of(int interval, long calls, long sumNanos, double squares, long clockNanos) {
        double estimate = Math.max(0, (double) interval * (sumNanos - calls * clockNanos));
        if (calls < 2) {
            return new HookTime(calls, estimate, 0, Double.POSITIVE_INFINITY);
        }
        double variance = Math.max(0, squares - (double) sumNanos * sumNanos / calls) / (calls - 1);
        double half = TWO_SIDED_95 * interval * Math.sqrt(calls * variance);
        return new HookTime(calls, estimate, Math.max(0, estimate - half), estimate + half);
    }

    /** The least that two readings in a row are apart: what a timed call is charged for being timed. */
    private static long clockNanos() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long start = System.nanoTime();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    /**
     * For the status.
     *
     * @param cpuNanos what the process has used, negative if that is not known
     */
    String say(double cpuNanos) {
        StringBuilder out = new StringBuilder("time in hooks: ");
        if (timedCalls < 2) {
            return out.append("not known yet, ")
                    .append(timedCalls)
                    .append(" calls timed")
                    .toString();
        }
        out.append("about ")
                .append(millis(nanos))
                .append(" ms (")
                .append(millis(lowNanos))
                .append(" to ");
        out.append(millis(highNanos)).append(" ms with 95 % confidence)");
        if (cpuNanos > 0) {
            out.append(", ")
                    .append(Math.round(nanos / cpuNanos * 10_000) / 100.0)
                    .append(" % of the process's CPU");
        }
        out.append("; ").append(timedCalls).append(" calls timed, one in ").append(Seam.TIMED_INTERVAL);
        if (Seam.interruptedCalls() > 0) {
            out.append(", and ").append(Seam.interruptedCalls()).append(" that were interrupted left out");
        }
        return out.toString();
    }

    private static double millis(double nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }
}
