package io.perfagent.instrument.undertow.dispatch;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * After a handler that dispatched a task of the application, the server hands that to an executor: the request's context is
 * still current then, and ends here.
 */
public final class HandOverHook extends Hook {
    /** Marks the context that was left for the executor. */
    public static final Object TOKEN = new Object();

    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return TOKEN;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation current = ThreadState.get().current();
        if (current != null && current.kind == Operation.CARRIED && current.subject == TOKEN) {
            tracing.end(current);
        }
    }
}
