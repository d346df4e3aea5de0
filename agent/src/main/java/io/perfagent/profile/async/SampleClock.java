package io.perfagent.profile.async;

/**
 * Tells the {@link System#nanoTime()} of a recording's ticks. On Linux both count the same clock, nanosecond for nanosecond;
 * where they do not, the moment at which a chunk was begun joins them.
 */
record SampleClock(long startTicks, long startNanos, double nanosPerTick) {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long TOLERANCE_NANOS = 1_000_000L;

    /** @param startTicks when a chunk begins */
    static SampleClock of(long startTicks, long ticksPerSecond, ChunkTimes times) {
        // The profiler begins a chunk by itself too, when one has grown large: anywhere between the two.
        boolean same = ticksPerSecond == SECOND_NANOS
                && startTicks - times.sinceNanos() >= -TOLERANCE_NANOS
                && times.nowNanos() - startTicks >= -TOLERANCE_NANOS;
        long start = same ? startTicks : times.beforeNanos() + (times.afterNanos() - times.beforeNanos()) / 2;
        return new SampleClock(startTicks, start, (double) SECOND_NANOS / Math.max(1, ticksPerSecond));
    }

    long nanoTime(long ticks) {
        return startNanos + nanos(ticks - startTicks);
    }

    long nanos(long ticks) {
        return nanosPerTick == 1 ? ticks : (long) (ticks * nanosPerTick);
    }
}
