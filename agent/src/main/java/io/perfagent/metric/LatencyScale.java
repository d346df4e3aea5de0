package io.perfagent.metric;

import org.HdrHistogram.AtomicHistogram;

/**
 * The buckets that latency distributions use: those of an HdrHistogram from 1 µs to 1 h with two significant digits.
 *
 * <p>Index and bound of a bucket follow HdrHistogram's layout, so that counts taken out of one can be kept and merged as
 * plain arrays. Values are nanoseconds; negative ones count as 0, longer ones as an hour.
 */
final class LatencyScale {
    static final long LOWEST_NANOS = 1_000;
    static final long HIGHEST_NANOS = 3_600_000_000_000L;

    /** Bits of the finest step: HdrHistogram rounds the lowest value of 1000 ns down to 512. */
    private static final int UNIT_MAGNITUDE = 9;

    /** Two digits need 200 steps per power of two, 256 when rounded up; half of them are new at each power. */
    private static final int HALF_COUNT_MAGNITUDE = 7;

    private static final int HALF_COUNT = 1 << HALF_COUNT_MAGNITUDE;
    private static final long LOWEST_BUCKET_MASK = ((2L * HALF_COUNT) << UNIT_MAGNITUDE) - 1;
    private static final int LEADING_ZEROS_BASE = 64 - UNIT_MAGNITUDE - HALF_COUNT_MAGNITUDE - 1;

    /** Number of buckets. */
    static final int SIZE = indexOf(HIGHEST_NANOS) / HALF_COUNT * HALF_COUNT + HALF_COUNT;

    /** What one recorder takes, in bytes: HdrHistogram's own estimate. */
    static final int RECORDER_BYTES = 512 + 8 * SIZE;

    private LatencyScale() {}

    static AtomicHistogram newRecorder() {
        return new AtomicHistogram(LOWEST_NANOS, HIGHEST_NANOS, 2);
    }

    /** {@code nanos} brought into the range that a recorder takes. */
    static long clamp(long nanos) {
        return nanos < 0 ? 0 : Math.min(nanos, HIGHEST_NANOS);
    }

    /** The bucket of {@code nanos}, 0 to {@link #SIZE} - 1. */
    static int indexOf(long nanos) {
        long value = clamp(nanos);
        int bucket = LEADING_ZEROS_BASE - Long.numberOfLeadingZeros(value | LOWEST_BUCKET_MASK);
        int step = (int) (value >>> (bucket + UNIT_MAGNITUDE));
        return ((bucket + 1) << HALF_COUNT_MAGNITUDE) + step - HALF_COUNT;
    }

    /** The highest value of a bucket, in nanoseconds. */
    static long highestNanos(int index) {
        int bucket = (index >> HALF_COUNT_MAGNITUDE) - 1;
        long step = (index & (HALF_COUNT - 1)) + (long) HALF_COUNT;
        if (bucket < 0) {
            step -= HALF_COUNT;
            bucket = 0;
        }
        return ((step + 1) << (bucket + UNIT_MAGNITUDE)) - 1;
    }
}
