package io.perfagent.faults;

/**
 * Where classes that a {@link FaultLoader} has loaded are made to fail: each of their methods passes here first. For one
 * thread.
 */
public final class FaultPoint {
    private static long first = Long.MAX_VALUE;
    private static long count;
    private static Throwable fault = new IllegalStateException("planted");
    private static long passed;
    private static long thrown;
    private static boolean on;

    private FaultPoint() {}

    /** Begins to count anew: the point with this number, from 1, and as many as {@code length} says from there on, fail. */
    public static void plan(long at, int length, Throwable with) {
        first = at;
        count = length;
        fault = with;
        passed = 0;
        thrown = 0;
    }

    /** Whether points count from here on; returns whether they did before. */
    public static boolean switchTo(boolean counting) {
        boolean before = on;
        on = counting;
        return before;
    }

    /** A point is passed; it may fail. */
    public static void reached() {
        if (!on) {
            return;
        }
        passed++;
        if (passed >= first && passed < first + count) {
            thrown++;
            FaultPoint.<RuntimeException>sneak(fault);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable any) throws T {
        throw (T) any;
    }

    /** Points that were passed since the plan was made. */
    public static long passed() {
        return passed;
    }

    /** Points that have failed since the plan was made. */
    public static long thrown() {
        return thrown;
    }
}
