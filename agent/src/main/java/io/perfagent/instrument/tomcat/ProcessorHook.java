package io.perfagent.instrument.tomcat;

import io.perfagent.bootstrap.Hook;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.jspecify.annotations.Nullable;

/** A connector has made what carries a socket to one of its threads. */
public final class ProcessorHook extends Hook {
    private final SocketQueue queue = SocketQueue.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (self instanceof AbstractEndpoint && result != null) {
            queue.made(result, (AbstractEndpoint<?, ?>) self);
        }
        return result;
    }
}
