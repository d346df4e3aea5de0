package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A call is handed to the dispatcher's executor, whichever thread does so: in the context it was enqueued in, or none. */
public final class HandOverHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    /** What was current on the thread that hands over and has nothing to do with the call. */
    private static final class Hidden {
        final Operation operation;

        Hidden(Operation operation) {
            this.operation = operation;
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Enqueued entry = self == null ? null : tracing.side().take(self, Enqueued.class);
        if (entry != null) {
            return tracing.attach(entry);
        }
        Operation hidden = tracing.hide();
        return hidden == null ? null : new Hidden(hidden);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (state instanceof Hidden) {
            tracing.show(((Hidden) state).operation);
        } else {
            tracing.end((Operation) state);
        }
    }
}
