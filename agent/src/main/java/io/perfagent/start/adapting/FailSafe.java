package io.perfagent.start.adapting;

import io.perfagent.control.Control;

/**
 * Everything that adapts, second by second, until some of it fails: then all that is in effect is taken out, as by the kill
 * switch, and nothing adapts any more. Whoever calls it, and all that is recorded, goes on. For one thread.
 */
final class FailSafe {
    private final Control control;
    private final Rooms rooms;
    private boolean failed;

    /** What adapts. */
    interface Rooms {
        void second(long nowMillis);
    }

    FailSafe(Control control, Rooms rooms) {
        this.control = control;
        this.rooms = rooms;
    }

    void second(long nowMillis) {
        try {
            control.second(nowMillis); // also after a failure: it tries again what could not be taken out
            if (!failed) {
                rooms.second(nowMillis);
            }
        } catch (OutOfMemoryError e) {
            throw e; // the next second may find some
        } catch (RuntimeException | Error e) {
            if (!failed) {
                failed = true;
                control.switchOff("a failure of the agent (" + what(e) + ")", nowMillis);
            }
        }
    }

    private static String what(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return stack.length == 0 ? thrown.toString() : thrown + " at " + stack[0];
    }
}
