package io.perfagent.limit.policy;

/**
 * What was measured of the requests that used one resource, in one window.
 *
 * @param nanos how long it was; above 0
 * @param completions requests that ended in it
 * @param busyNanos sum of what they took without their waits, for whatever resource
 * @param waitNanos sum of the waits for the resource that ended in it, and for no other
 * @param peakInside most requests inside at once
 */
public record Window(long nanos, long completions, long busyNanos, long waitNanos, int peakInside) {
    /** Nothing yet. */
    public static final Window EMPTY = new Window(0, 0, 0, 0, 0);

    /** This one and the next one as one. */
    public Window and(Window next) {
        return new Window(
                nanos + next.nanos,
                completions + next.completions,
                busyNanos + next.busyNanos,
                waitNanos + next.waitNanos,
                Math.max(peakInside, next.peakInside));
    }
}
