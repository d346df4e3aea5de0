package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A thread begins with a socket. */
public final class WorkerHook extends Hook {
    private final SocketQueue queue = SocketQueue.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null) {
            queue.begins(self);
        }
        return self;
    }

    /** What no request has taken note of is nobody's: with HTTP/2 requests are served by other threads. */
    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ThreadState.get().queueWaitNanos = 0;
    }
}
