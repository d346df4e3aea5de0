package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A thread that is one task runs it: in the context in which the thread was started. */
public final class RunThreadHook extends Hook {
    private static final String WORKER = "java.util.concurrent.ThreadPoolExecutor$Worker";
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        Task entry = tracing.side().take(Thread.currentThread(), Task.class);
        // A pool's thread outlives the request in which it was born.
        return entry == null || (task != null && task.getClass().getName().equals(WORKER))
                ? null
                : tracing.attach(entry);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        tracing.end((Operation) state);
    }
}
