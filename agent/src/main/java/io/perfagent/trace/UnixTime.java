package io.perfagent.trace;

/**
 * Unix time in nanoseconds from {@link System#nanoTime}, so that a span's start and end are never out of order.
 *
 * <p>The offset between the two clocks is measured at the start and corrected by the agent's main thread when the wall
 * clock has been moved. Safe for all threads.
 */
public final class UnixTime {
    private static final long MAX_DRIFT_NANOS = 1_000_000;

    private static volatile long offsetNanos = measure();

    private UnixTime() {}

    public static long ofNanoTime(long nanoTime) {
        return nanoTime + offsetNanos;
    }

    public static long now() {
        return System.nanoTime() + offsetNanos;
    }

    /** Follows the wall clock if it has drifted by more than a millisecond. */
    public static void correct() {
        long measured = measure();
        if (Math.abs(measured - offsetNanos) > MAX_DRIFT_NANOS) {
            offsetNanos = measured;
        }
    }

    private static long measure() {
        long before = System.nanoTime();
        java.time.Instant wall = java.time.Instant.now();
        long after = System.nanoTime();
        return wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - (before + (after - before) / 2);
    }
}
