package io.perfagent.instrument.netty;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpServerConnection;
import org.jspecify.annotations.Nullable;

/** A part of a request is handed to its handler later than it was decoded: the request that is served is the next one. */
public final class HeldBackHook extends Hook {
    private final NettyConnections connections = new NettyConnections();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object message) {
        HttpServerConnection connection = context == null ? null : connections.find(context);
        return connection != null && connection.attachNext() ? connection : null;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((HttpServerConnection) state).detach();
    }
}
