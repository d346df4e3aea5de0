package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Tracing;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code remove}, {@code cancel} and {@code shutdownNow}: the tasks will not run, so nothing is kept for them. */
public final class DropHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    /** In a field, so that its class is loaded now: this runs while virtual threads mount, too. */
    private final AtomicInteger waitingForkJoin = Task.waitingForkJoin;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object task, @Nullable Object second, @Nullable Object result) {
        if (result instanceof List) {
            // The JDK's own list, just made: nobody else has it yet.
            List<?> dropped = (List<?>) result;
            for (int i = 0; i < dropped.size(); i++) {
                drop(dropped.get(i));
            }
        } else {
            drop(task != null ? task : self);
        }
        return result;
    }

    private void drop(@Nullable Object task) {
        if (task != null && (!(task instanceof ForkJoinTask) || waitingForkJoin.get() > 0)) {
            tracing.side().take(task, Task.class);
        }
    }
}
