package io.perfagent.export;

/** The time, injectable. Safe for use by several threads. */
public interface Clock {
    /** The clocks of the system. */
    Clock SYSTEM = new SystemClock();

    /** Monotonic time in nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Wall-clock time in nanoseconds since 1970-01-01T00:00Z. */
    long unixNanos();
}
