package io.perfagent.metric;

/**
 * What one operation key recorded in a window. Immutable.
 *
 * <p>Count, errors and total are exact. Percentiles rest on {@code distributionCount} calls, which is fewer than the
 * count when the key had to share its memory, and can be more for an overflow key, which inherits distributions. They
 * have two significant digits, are never above the maximum, and are -1 when no call is in the distribution.
 *
 * @param kind one of {@link OperationKinds}
 * @param name the key's name
 * @param window the window asked for
 * @param seconds time the window covers; 0 or more
 * @param count calls
 * @param errors calls that failed
 * @param totalNanos sum of the durations
 * @param distributionCount calls that the percentiles rest on
 * @param p50Nanos median
 * @param p90Nanos 90th percentile
 * @param p95Nanos 95th percentile
 * @param p99Nanos 99th percentile
 * @param p999Nanos 99.9th percentile
 * @param maxNanos the longest call, exact; 0 without calls
 * @param statuses calls by the class of their status, exact
 */
public record OperationSnapshot(
        int kind,
        String name,
        Window window,
        double seconds,
        long count,
        long errors,
        long totalNanos,
        long distributionCount,
        long p50Nanos,
        long p90Nanos,
        long p95Nanos,
        long p99Nanos,
        long p999Nanos,
        long maxNanos,
        StatusClasses statuses) {

    /** Mean duration, 0 without calls. */
    public double meanNanos() {
        return count == 0 ? 0 : (double) totalNanos / count;
    }

    /** Calls per second, 0 for a window without length. */
    public double ratePerSecond() {
        return seconds > 0 ? count / seconds : 0;
    }

    /** Share of calls that failed, 0 to 1. */
    public double errorRate() {
        return count == 0 ? 0 : (double) errors / count;
    }
}
