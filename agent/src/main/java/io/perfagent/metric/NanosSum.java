package io.perfagent.metric;

/**
 * Reads a running total of nanoseconds that may pass 2^63: ten thousand calls in flight add that up in eleven days.
 *
 * <p>Not thread-safe.
 */
final class NanosSum {
    private static final long NANOS = 1_000_000_000L;

    private long last;
    private long seconds;
    private long nanos;

    /**
     * Takes the next reading.
     *
     * @param running the total, wrapped around at 2^64
     * @return what was added since the start, or since the last call if {@code delta}, in seconds
     */
    double advanceTo(long running, boolean delta) {
        long added = running - last;
        last = running;
        if (delta) {
            return added / DurationMetric.NANOS_PER_SECOND;
        }
        seconds += added / NANOS;
        nanos += added % NANOS;
        if (nanos >= NANOS) {
            nanos -= NANOS;
            seconds++;
        }
        return seconds == 0
                ? nanos / DurationMetric.NANOS_PER_SECOND
                : seconds + nanos / DurationMetric.NANOS_PER_SECOND;
    }
}
