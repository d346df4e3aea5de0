package io.perfagent.instrument.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.perfagent.instrument.family.HttpServerConnection;
import io.perfagent.instrument.family.Telemetry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection that belongs to a channel, kept as one of its attributes. Used on the event loop of the channel.
 *
 * <p>The key is found by its name, so that hooks beside several loaders of one Netty share it.
 */
final class NettyConnections {
    private static final AttributeKey<Object> KEY = AttributeKey.valueOf("io.perfagent.netty");

    private final Telemetry telemetry = Telemetry.get();

    /** The connection of a context's channel, made when the channel is first read; null if it cannot be followed. */
    @Nullable
    HttpServerConnection of(ChannelHandlerContext context) {
        Channel channel = context.channel();
        Attribute<Object> attribute = channel.attr(KEY);
        Object known = attribute.get();
        if (known == null) {
            known = make(channel, context);
            attribute.set(known);
            channel.closeFuture().addListener(new ClosedListener((HttpServerConnection) known));
        }
        return followed(known, context);
    }

    /** The connection of a context's channel if its requests are seen, or null. */
    @Nullable
    HttpServerConnection find(Object context) {
        if (!(context instanceof ChannelHandlerContext)) {
            return null;
        }
        Channel channel = ((ChannelHandlerContext) context).channel();
        Object known = channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
        return known == null ? null : followed(known, (ChannelHandlerContext) context);
    }

    /** Null where decoder and encoder run on different threads: their order cannot be told. */
    private static @Nullable HttpServerConnection followed(Object known, ChannelHandlerContext context) {
        HttpServerConnection connection = (HttpServerConnection) known;
        if (connection.executor != context.executor()) {
            connection.split = true;
            return null;
        }
        if (connection.split) {
            connection.forget();
            return null;
        }
        return connection;
    }

    private HttpServerConnection make(Channel channel, ChannelHandlerContext context) {
        SocketAddress remote = channel.remoteAddress();
        InetSocketAddress peer = remote instanceof InetSocketAddress ? (InetSocketAddress) remote : null;
        boolean secure = channel.pipeline().get(SslHandler.class) != null;
        return new HttpServerConnection(
                telemetry.tracing,
                context.executor(),
                secure ? "https" : "http",
                peer == null || peer.getAddress() == null
                        ? null
                        : peer.getAddress().getHostAddress(),
                peer == null ? 0 : peer.getPort());
    }
}
