package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A thread begins with a socket. */
public final class WorkerHook extends Hook {
    private final SocketQueue queue = SocketQueue.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null) {
            queue.begins(self);
        }
        return null;
    }
}
