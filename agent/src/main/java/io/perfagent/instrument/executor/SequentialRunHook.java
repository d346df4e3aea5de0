package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * An executor that runs what it has queued as one task of another: each in the context that it was handed over in, and what had none
 * not in that of whoever came first.
 */
public final class SequentialRunHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    /** The context of the task around this one. */
    private static final class Hidden {
        final Operation operation;

        Hidden(Operation operation) {
            this.operation = operation;
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        EventLoopTask entry = task == null || EventLoopTask.WAITING.get() == 0
                ? null
                : tracing.side().takeOldest(task, EventLoopTask.class);
        if (entry != null) {
            EventLoopTask.WAITING.decrementAndGet();
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
