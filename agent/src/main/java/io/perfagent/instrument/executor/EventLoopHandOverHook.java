package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** A task is handed to an event loop: the caller's context is kept beside it. */
public final class EventLoopHandOverHook extends Hook {
    private static final String NETTYS_OWN = "io.netty.channel.AbstractChannelHandlerContext$";

    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        Operation context = task == null ? null : ThreadState.get().current();
        if (task == null || context == null || isWrite(task.getClass().getName())) {
            return null;
        }
        EventLoopTask entry = new EventLoopTask(task, tracing.side(), context);
        if (!tracing.side().add(entry)) {
            return null;
        }
        EventLoopTask.WAITING.incrementAndGet();
        return entry;
    }

    /** A message written from another thread: what encodes it needs no context, and there are many. */
    private static boolean isWrite(String taskClass) {
        return taskClass.startsWith(NETTYS_OWN)
                && (taskClass.endsWith("WriteTask") || taskClass.endsWith("WriteAndFlushTask"));
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null && tracing.side().remove((EventLoopTask) state)) {
            EventLoopTask.WAITING.decrementAndGet();
        }
    }
}
