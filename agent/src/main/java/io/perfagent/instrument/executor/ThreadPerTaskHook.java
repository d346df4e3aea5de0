package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.jspecify.annotations.Nullable;

/** An executor with a thread for each task starts one; a virtual thread takes its context by itself, see {@link ForkHook}. */
public final class ThreadPerTaskHook extends Hook {
    private static final boolean VIRTUAL_THREADS_ARE_WOVEN = Runtime.version().feature() >= 25;
    private final Tracing tracing = Telemetry.get().tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object thread, @Nullable Object second) {
        Operation context = ThreadState.get().current();
        if (thread == null
                || context == null
                || (VIRTUAL_THREADS_ARE_WOVEN && thread.getClass().getName().equals("java.lang.VirtualThread"))) {
            return null;
        }
        return Task.add(thread, tracing.side(), context, null);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            tracing.side().remove((Task) state);
        }
    }
}
