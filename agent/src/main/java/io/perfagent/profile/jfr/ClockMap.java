package io.perfagent.profile.jfr;

/**
 * Turns JFR's times into those of {@link System#nanoTime()}.
 *
 * <p>JFR tells wall-clock time that it reckons from a counter, anew with each chunk, so the distance of the two clocks jumps
 * now and then. It is read from pairs of both; each is late by what lay between the two readings, so of the last few that
 * are about alike the least counts. Pure; not thread-safe.
 */
final class ClockMap {
    private static final int PAIRS = 8;

    /** More apart than that is a jump and no lateness. */
    private static final long JUMP_NANOS = 2_000_000;

    private final long[] offsets = new long[PAIRS];
    private int count;
    private int next;
    private long offset;
    private boolean known;

    /** A pair: what JFR's clock said, in nanoseconds since 1970, and what the other said just before. */
    void pair(long jfrNanos, long nanoTime) {
        long measured = jfrNanos - nanoTime;
        if (known && Math.abs(measured - offset) > JUMP_NANOS) {
            count = 0;
            next = 0;
        }
        offsets[next] = measured;
        next = (next + 1) % PAIRS;
        count = Math.min(PAIRS, count + 1);
        offset = offsets[0];
        for (int i = 1; i < count; i++) {
            offset = Math.min(offset, offsets[i]);
        }
        known = true;
    }

    /** Whether there has been a pair. */
    boolean isKnown() {
        return known;
    }

    /** The moment on the other clock. */
    long nanoTime(long jfrNanos) {
        return jfrNanos - offset;
    }
}
