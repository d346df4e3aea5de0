package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/** A task that runs itself: in the context that was kept beside it. */
public final class RunSelfHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        boolean forkJoin = self instanceof ForkJoinTask;
        if (self == null || (forkJoin && !(self instanceof Runnable) && Task.waitingForkJoin.get() <= 0)) {
            return null;
        }
        Task entry = tracing.side().take(self, Task.class);
        if (entry == null) {
            return null;
        }
        if (forkJoin) {
            Task.waitingForkJoin.decrementAndGet();
        }
        return tracing.attach(entry);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        tracing.end((Operation) state);
    }
}
