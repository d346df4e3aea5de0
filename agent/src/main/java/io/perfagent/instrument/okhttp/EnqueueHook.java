package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** The dispatcher takes a call: it may hand it to its executor now, or later from the thread of another call. */
public final class EnqueueHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object call, @Nullable Object second) {
        Operation context = call == null ? null : ThreadState.get().current();
        if (call == null || context == null) {
            return null;
        }
        Enqueued entry = new Enqueued(call, tracing.side(), context);
        return tracing.side().add(entry) ? entry : null;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            tracing.side().remove((Enqueued) state);
        }
    }
}
