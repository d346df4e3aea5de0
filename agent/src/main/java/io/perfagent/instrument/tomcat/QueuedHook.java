package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** What carries a socket to a thread is given the next one. */
public final class QueuedHook extends Hook {
    private final SocketQueue queue = SocketQueue.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null) {
            queue.reused(self);
        }
        return null;
    }
}
