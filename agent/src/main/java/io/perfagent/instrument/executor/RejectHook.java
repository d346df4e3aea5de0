package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Tracing;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * {@code reject}: what the JDK's handlers do with the task, they do on this thread and in its context. A handler of the
 * application may put it into the queue after all, so then its context is kept until it has run or is gone.
 */
public final class RejectHook extends Hook {
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        if (task != null && self instanceof ThreadPoolExecutor) {
            RejectedExecutionHandler handler = ((ThreadPoolExecutor) self).getRejectedExecutionHandler();
            if (handler.getClass().getClassLoader() == null) {
                tracing.side().take(task, Task.class);
            }
            if (handler instanceof ThreadPoolExecutor.DiscardOldestPolicy) {
                Object dropped = ((ThreadPoolExecutor) self).getQueue().peek();
                if (dropped != null) {
                    tracing.side().takeOldest(dropped, Task.class); // or its next run would have this one's context
                }
            }
        }
        return null;
    }
}
