package io.perfagent.profile.finding;

/**
 * From when on something is told. Each is a share and an absolute cost, and both must be reached: a share of next to nothing
 * is nothing, and so is little of much.
 */
final class Thresholds {
    /** Of the CPU samples, for a cause. */
    static final double CAUSE_CPU_SHARE = 0.05;

    /** Processors, for a cause. */
    static final double CAUSE_CORES = 0.05;

    /** Of the CPU samples, for a method for which no cause is known. */
    static final double METHOD_CPU_SHARE = 0.20;

    static final double METHOD_CORES = 0.10;

    /** A share of fewer samples is chance. */
    static final long SAMPLES = 30;

    /** Of what is allocated, for a cause. */
    static final double CAUSE_ALLOCATION_SHARE = 0.10;

    /** Of what is allocated, for one place. */
    static final double SITE_ALLOCATION_SHARE = 0.25;

    /** Bytes per second of what is told; below that nobody minds. */
    static final double ALLOCATION_BYTES_PER_SECOND = 10e6;

    /** Throwables made per second. */
    static final double THROWN_PER_SECOND = 1000;

    /** Threads that wait for one lock, on average. */
    static final double WAITING_THREADS = 0.20;

    /** Of the time, stopped by collections. */
    static final double GC_SHARE = 0.05;

    /** That a growth is chance. */
    static final double LEAK_PROBABILITY = 0.01;

    /** Of the greatest heap, that the live part has grown by. */
    static final double LEAK_GROWN_SHARE = 0.05;

    private Thresholds() {}
}
