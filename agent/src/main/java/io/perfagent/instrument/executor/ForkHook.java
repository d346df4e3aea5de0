package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** {@code fork}, or the start of a thread that is a task: it runs in the context of the call that forks or starts it. */
public final class ForkHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object thread, @Nullable Object second) {
        Object task = thread != null ? thread : self;
        Operation context = ThreadState.get().current();
        return task == null || context == null ? null : Task.add(task, tracing.side(), context, null);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            tracing.side().remove((Task) state);
        }
    }
}
