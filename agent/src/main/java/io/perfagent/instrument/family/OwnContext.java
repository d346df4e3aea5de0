package io.perfagent.instrument.family;

import io.perfagent.trace.Carrier;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** What runs on a thread that may be at work for somebody else: in the context that was kept for it, or in none. */
public final class OwnContext {
    /** What was current on the thread and has nothing to do with it. */
    private static final class Hidden {
        final Operation operation;

        Hidden(Operation operation) {
            this.operation = operation;
        }
    }

    private OwnContext() {}

    /**
     * Makes a kept context the thread's.
     *
     * @param kept null: there is none
     * @return to be given to {@link #leave}; null if there is nothing to be undone
     */
    public static @Nullable Object enter(Tracing tracing, @Nullable Carrier kept) {
        if (kept != null) {
            return tracing.attach(kept);
        }
        Operation hidden = tracing.hide();
        return hidden == null ? null : new Hidden(hidden);
    }

    /** The thread goes on with what it was at before. */
    public static void leave(Tracing tracing, Object entered) {
        if (entered instanceof Hidden) {
            tracing.show(((Hidden) entered).operation);
        } else {
            tracing.end((Operation) entered);
        }
    }
}
