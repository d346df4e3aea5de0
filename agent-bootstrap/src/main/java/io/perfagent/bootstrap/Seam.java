package io.perfagent.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The methods that woven code calls, and nothing else of ours.
 *
 * <p>A site is a small number that the build gives to each declared place. Until the agent is ready, and whenever it is
 * switched off, each method is one volatile read. Nothing thrown by a hook leaves here. Safe for all threads.
 */
public final class Seam {

    /** A hook that has failed this often removes itself. */
    public static final int MAX_FAILURES = 10;

    private static final int MAX_FAILURE_CHARS = 300;

    /** The hooks while the seam is open; null while it is closed. */
    private static volatile Hook @Nullable [] open;

    /** The hooks that exits go to: calls that entered before the seam was closed must still be ended. */
    private static Hook @Nullable [] known;

    /**
     * One call in this many is timed. A prime, so that no pattern of the application's calls comes round with it; odd, so
     * that entries and exits take turns.
     */
    public static final int TIMED_INTERVAL = 1021;

    /** Counters of calls until the next timed one; by thread, 64 bytes apart, so that threads rarely share a line. */
    private static final int TURNS = 64;

    private static final int TURN_SHIFT = 4;

    /** One counter for all until hooks are installed. */
    private static int[] turns = new int[1];

    /** No hook takes this long by itself: another thread had the core, or the collector the world. */
    private static final long INTERRUPTED_NANOS = 1_000_000;

    private static final AtomicLong interruptedCalls = new AtomicLong();
    private static final AtomicLong timedCalls = new AtomicLong();
    private static final AtomicLong timedNanos = new AtomicLong();

    /** The sum of their squares, as the bits of a double. */
    private static final AtomicLong timedSquares = new AtomicLong();

    private static int[] failures = new int[0];

    private static final AtomicInteger failedCalls = new AtomicInteger();

    /** A failure that could not even be counted: there was no stack for it. */
    private static volatile boolean uncounted;

    /** As text: a throwable would keep the application's classes that it names in its fields and its causes. */
    private static @Nullable String[] firstFailures = new String[0];

    private Seam() {}

    /** Makes the hooks known; calls reach them once the seam is open. */
    public static synchronized void install(Hook @Nullable [] hooks) {
        if (hooks == null) {
            return;
        }
        failures = new int[hooks.length];
        firstFailures = new String[hooks.length];
        turns = new int[TURNS << TURN_SHIFT];
        known = hooks;
    }

    public static synchronized void open() {
        open = known;
    }

    public static synchronized void close() {
        open = null;
    }

    public static boolean isOpen() {
        return open != null;
    }

    /** Before the body; see {@link Hook#enter}. */
    public static @Nullable Object enter(
            int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Hook[] hooks = open;
        if (hooks == null) {
            return null;
        }
        Object state = null;
        try {
            Hook hook = hooks[site];
            if (hook == null) {
                return null;
            }
            if (isTimed()) {
                long start = System.nanoTime();
                state = hook.enter(self, first, second);
                timed(start);
                return state;
            }
            return hook.enter(self, first, second);
        } catch (Throwable t) {
            failed(t, site);
            return state; // what the hook has said holds, even if there was no stack left to time it
        }
    }

    /** After the body of an entered call; see {@link Hook#exit}. */
    public static void exit(
            int site,
            @Nullable Object self,
            @Nullable Object state,
            @Nullable Object result,
            @Nullable Throwable thrown) {
        if (state == null) {
            return;
        }
        try {
            Hook[] hooks = known;
            Hook hook = hooks == null ? null : hooks[site];
            if (hook == null) {
                return;
            }
            if (isTimed()) {
                long start = System.nanoTime();
                hook.exit(self, state, result, thrown);
                timed(start);
                return;
            }
            hook.exit(self, state, result, thrown);
        } catch (Throwable t) {
            failed(t, site);
        }
    }

    /** After the body of an entered call whose result may be exchanged; see {@link Hook#exchanged}. */
    public static @Nullable Object exchange(
            int site,
            @Nullable Object self,
            @Nullable Object state,
            @Nullable Object result,
            @Nullable Throwable thrown) {
        if (state == null) {
            return result;
        }
        try {
            Hook[] hooks = known;
            Hook hook = hooks == null ? null : hooks[site];
            if (hook == null) {
                return result;
            }
            if (isTimed()) {
                long start = System.nanoTime();
                Object exchanged = hook.exchanged(self, state, result, thrown);
                timed(start);
                return exchanged;
            }
            return hook.exchanged(self, state, result, thrown);
        } catch (Throwable t) {
            failed(t, site);
        }
        return result;
    }

    /** After a body that was not entered; see {@link Hook#returned}. */
    public static @Nullable Object returned(
            int site, @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Hook[] hooks = open;
        if (hooks == null) {
            return result;
        }
        try {
            Hook hook = hooks[site];
            if (hook == null) {
                return result;
            }
            if (isTimed()) {
                long start = System.nanoTime();
                Object returned = hook.returned(self, first, second, result);
                timed(start);
                return returned;
            }
            return hook.returned(self, first, second, result);
        } catch (Throwable t) {
            failed(t, site);
            return result;
        }
    }

    /** Before a body that may receive another argument; see {@link Hook#argument}. */
    public static @Nullable Object argument(int site, @Nullable Object self, @Nullable Object argument) {
        Hook[] hooks = open;
        if (hooks == null) {
            return argument;
        }
        try {
            Hook hook = hooks[site];
            if (hook == null) {
                return argument;
            }
            if (isTimed()) {
                long start = System.nanoTime();
                Object passed = hook.argument(self, argument);
                timed(start);
                return passed;
            }
            return hook.argument(self, argument);
        } catch (Throwable t) {
            failed(t, site);
            return argument;
        }
    }

    /** Runs a task in place of the woven {@code task.run()}; whatever the task throws goes through. */
    public static void run(Runnable task, Object self, int site) {
        Object state = enter(site, self, task, null);
        if (state == null) {
            task.run();
            return;
        }
        Throwable thrown = null;
        try {
            task.run();
        } catch (Throwable t) {
            thrown = t;
            throw t;
        } finally {
            exit(site, self, state, null, thrown);
        }
    }

    /** Whether it is the turn of this call to be timed. Racing threads may lose a step: turns then come a little later. */
    private static boolean isTimed() {
        int[] counters = turns;
        int at = (int) Thread.currentThread().getId() << TURN_SHIFT & counters.length - 1;
        int turn = counters[at] + 1;
        if (turn < TIMED_INTERVAL) {
            counters[at] = turn;
            return false;
        }
        counters[at] = 0;
        return true;
    }

    private static void timed(long startNanos) {
        long nanos = System.nanoTime() - startNanos;
        if (nanos > INTERRUPTED_NANOS) {
            interruptedCalls.getAndIncrement();
            return;
        }
        timedCalls.getAndIncrement();
        timedNanos.getAndAdd(nanos);
        long before;
        long after;
        do {
            before = timedSquares.get();
            after = Double.doubleToRawLongBits(Double.longBitsToDouble(before) + (double) nanos * nanos);
        } while (!timedSquares.compareAndSet(before, after));
    }

    /** Calls of hooks that were timed, one in {@link #TIMED_INTERVAL}; those that threw are not among them. */
    public static long timedCalls() {
        return timedCalls.get();
    }

    /** Calls whose turn it was and that took over a millisecond, and so tell nothing of the hook: not among the timed. */
    public static long interruptedCalls() {
        return interruptedCalls.get();
    }

    /** What the timed calls took together, the reading of the clock included. */
    public static long timedNanos() {
        return timedNanos.get();
    }

    /** The sum of the squares of what they took. */
    public static double timedSquares() {
        return Double.longBitsToDouble(timedSquares.get());
    }

    /**
     * The class of ours that a class loader is asked for, so that a loader that hides the boot loader's classes shows the
     * seam all the same; null for any other name. Open or closed: what is woven must link.
     */
    public static @Nullable Class<?> bootClass(@Nullable Object name) {
        if (name instanceof String && ((String) name).startsWith("io.perfagent.bootstrap.")) {
            try {
                return Class.forName((String) name, false, null);
            } catch (ClassNotFoundException | LinkageError e) {
                return null; // the loader says so itself
            }
        }
        return null;
    }

    /** What an {@link Answer} says to return; null otherwise. */
    public static @Nullable Object answered(@Nullable Object state) {
        return state instanceof Answer ? ((Answer) state).value : null;
    }

    /** What an {@link Answer} says to throw; null otherwise. */
    public static @Nullable Throwable refused(@Nullable Object state) {
        return state instanceof Answer ? ((Answer) state).thrown : null;
    }

    /** Something thrown in the inlined advice itself, a stack overflow for instance. */
    public static void failed(Throwable thrown, int site) {
        try {
            failedCalls.getAndIncrement();
            Hook[] hooks = known;
            int[] counts = failures;
            if (hooks == null || site >= counts.length) {
                return;
            }
            if (counts[site] == 0) {
                firstFailures[site] = describe(thrown);
            }
            // Racing increments may be lost; the hook then fails once or twice more before it goes.
            if (++counts[site] >= MAX_FAILURES && !(thrown instanceof VirtualMachineError)) {
                hooks[site] = null;
            }
        } catch (Throwable ignored) {
            // Out of stack or memory: the application's own code is about to say so.
            uncounted = true;
        }
    }

    /**
     * A number that is another one after each failure of any hook. Whoever must know of every call of a kind, and finds it
     * changed, has missed one.
     */
    public static int failedCalls() {
        if (uncounted) {
            uncounted = false;
            failedCalls.getAndIncrement();
        }
        return failedCalls.get();
    }

    /** How often the hook of a site has failed. */
    public static int failures(int site) {
        int[] counts = failures;
        return site < counts.length ? counts[site] : 0;
    }

    /** What the hook of a site failed with the first time: type, message and where, 300 characters at most. */
    public static @Nullable String firstFailure(int site) {
        @Nullable String[] first = firstFailures;
        return site < first.length ? first[site] : null;
    }

    private static String describe(Throwable thrown) {
        String type = thrown.getClass().getName();
        if (thrown instanceof VirtualMachineError) {
            return type; // neither stack nor memory for more
        }
        try {
            StackTraceElement[] stack = thrown.getStackTrace();
            String text = type + ": " + thrown.getMessage() + (stack.length == 0 ? "" : " at " + stack[0]);
            return text.substring(0, Math.min(text.length(), MAX_FAILURE_CHARS));
        } catch (Throwable unspeakable) {
            return type; // the application's own type may throw when it is asked
        }
    }
}
