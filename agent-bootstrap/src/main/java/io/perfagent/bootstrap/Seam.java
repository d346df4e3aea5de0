package io.perfagent.bootstrap;

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

    private static int[] failures = new int[0];

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
        try {
            Hook hook = hooks[site];
            return hook == null ? null : hook.enter(self, first, second);
        } catch (Throwable t) {
            failed(t, site);
            return null;
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
            if (hooks != null && hooks[site] != null) {
                hooks[site].exit(self, state, result, thrown);
            }
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
            if (hooks != null && hooks[site] != null) {
                return hooks[site].exchanged(self, state, result, thrown);
            }
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
            return hook == null ? result : hook.returned(self, first, second, result);
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
            return hook == null ? argument : hook.argument(self, argument);
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
        }
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
