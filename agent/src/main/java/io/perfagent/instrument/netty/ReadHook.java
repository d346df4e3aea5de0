package io.perfagent.instrument.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpServerConnection;
import org.jspecify.annotations.Nullable;

/** A decoder of requests reads bytes and hands on what they are: nothing of that stays current afterwards. */
public final class ReadHook extends Hook {
    private final NettyConnections connections = new NettyConnections();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object second) {
        if (!(self instanceof HttpRequestDecoder) || !(context instanceof ChannelHandlerContext)) {
            return null;
        }
        HttpServerConnection connection = connections.of((ChannelHandlerContext) context);
        if (connection != null) {
            connection.readBegins();
        }
        return connection;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((HttpServerConnection) state).readEnds();
    }
}
