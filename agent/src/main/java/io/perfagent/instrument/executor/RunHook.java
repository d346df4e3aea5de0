package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** A worker runs a task: in the context that was kept beside it. */
public final class RunHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        Task entry = task == null ? null : tracing.side().take(task, Task.class);
        if (entry == null) {
            return null;
        }
        if (task instanceof ForkJoinTask) {
            Task.waitingForkJoin.decrementAndGet();
        }
        return tracing.attach(entry);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        tracing.end((Operation) state);
    }
}
