package io.perfagent.limit;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many there were and how long they took together, in one adder, as a request pays for each atomic operation. Holds 16
 * million, and twelve days in all, until it is taken. Safe for all threads.
 */
final class TimeTally {
    /** The number is above, the sum in us below. */
    private static final int NUMBER = 40;

    private static final long SUM = (1L << NUMBER) - 1;
    private static final long MOST_MICROS = 1L << 32; // an hour and more each

    private final LongAdder adder = new LongAdder();

    /** One more. */
    void add(long nanos) {
        adder.add(1L << NUMBER | Math.min(MOST_MICROS, (nanos + 500) / 1000));
    }

    /** What was added up since it was last taken; to be read by {@link #number} and {@link #nanos}. */
    long take() {
        return adder.sumThenReset();
    }

    static long number(long taken) {
        return taken >>> NUMBER;
    }

    static long nanos(long taken) {
        return (taken & SUM) * 1000;
    }
}
