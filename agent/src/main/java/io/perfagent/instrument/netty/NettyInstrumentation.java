package io.perfagent.instrument.netty;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Moment;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * HTTP/1.1 servers on Netty 4.1 and 4.2: requests where the decoder makes them, responses where the encoder takes them. No
 * handler is added to a pipeline. What is built on these codecs is seen with them: Reactor Netty, Vert.x.
 */
public final class NettyInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.netty.";
    private static final String CONTEXT = "(Lio/netty/channel/ChannelHandlerContext;";

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.netty.handler.codec.ByteToMessageDecoder")
                .librarySite(
                        Shape.AROUND, "channelRead", CONTEXT + "Ljava/lang/Object;)V", 0, Site.NONE, ROOM + "ReadHook");
        sites.type("io.netty.handler.codec.http.HttpObjectDecoder")
                .librarySite(
                        Shape.AROUND,
                        "decode",
                        CONTEXT + "Lio/netty/buffer/ByteBuf;Ljava/util/List;)V",
                        0,
                        2,
                        ROOM + "DecodeHook");
        sites.type("io.netty.handler.codec.http.HttpObjectEncoder")
                .librarySite(
                        Shape.AROUND,
                        "encode",
                        CONTEXT + "Ljava/lang/Object;Ljava/util/List;)V",
                        0,
                        1,
                        ROOM + "EncodeHook");
        // Reactor Netty holds pipelined requests back and hands each on when the one before it is answered.
        sites.type("reactor.netty.http.server.HttpServerOperations")
                .librarySite(
                        Shape.AROUND,
                        "onInboundNext",
                        CONTEXT + "Ljava/lang/Object;)V",
                        0,
                        Site.NONE,
                        ROOM + "HeldBackHook");
        sites.marker("io.netty.bootstrap.ServerBootstrap$ServerBootstrapAcceptor", Moment.LISTENING);
        sites.marker("io.netty.handler.codec.http.HttpRequestDecoder", Moment.REQUEST);
        sites.marker("io.netty.handler.codec.http.HttpHeadersEncoder", Moment.RESPONSE);
        sites.marker(
                "io.vertx.core.http.impl.AssembledHttpResponse", Moment.RESPONSE); // Vert.x 4 encodes headers itself
    }
}
