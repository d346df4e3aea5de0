package io.perfagent.coldstart;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When a start came to which point, on the scale of {@link System#nanoTime}, and the JVM's counters there. Written and read
 * by the agent's main thread.
 */
public final class Anchors {
    /** Of a point that was not reached, or cannot be told. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private final long[] nanos = new long[Point.values().length];
    private final @Nullable Counters[] counters = new Counters[Point.values().length];
    private String readySignal = "";

    public Anchors() {
        Arrays.fill(nanos, UNKNOWN);
    }

    /** Notes a point; an unknown time is not noted. */
    public void set(Point point, long atNanos) {
        nanos[point.ordinal()] = atNanos;
    }

    /** @param signal who said that the application is ready: {@code Spring Boot}, {@code listening} */
    public void ready(long atNanos, String signal) {
        set(Point.READY, atNanos);
        readySignal = signal;
    }

    /** Notes the counters that were read there, if they were. */
    public void set(Point point, @Nullable Counters read) {
        counters[point.ordinal()] = read;
    }

    public long get(Point point) {
        return nanos[point.ordinal()];
    }

    public boolean has(Point point) {
        return nanos[point.ordinal()] != UNKNOWN;
    }

    @Nullable
    Counters counters(Point point) {
        return counters[point.ordinal()];
    }

    public String readySignal() {
        return readySignal;
    }

    /** Where the start begins: the process, else the JVM, else the agent. */
    public long beginNanos() {
        return has(Point.PROCESS) ? get(Point.PROCESS) : has(Point.JVM) ? get(Point.JVM) : get(Point.PREMAIN);
    }

    /** Where the start ends: ready; {@link #UNKNOWN} as long as it has not ended. */
    public long endNanos() {
        return get(Point.READY);
    }

    /** From the begin of the start to a point; {@link Counters#NOT_MEASURED} if it was not reached. */
    public long sinceBegin(Point point) {
        return has(point) ? get(point) - beginNanos() : Counters.NOT_MEASURED;
    }
}
