package io.perfagent.instrument.lettuce;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Lettuce, for caching. Reads are answered where a connection takes them; what may change something is in their way from
 * there on, is marked where its bytes are made, and until its reply is there. See docs/caching.md.
 */
public final class CachingInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.lettuce.";
    private static final String DISPATCH = ROOM + "CachedDispatchHook";
    private static final String COMMAND = "Lio/lettuce/core/protocol/RedisCommand;";
    private static final String CONTEXT = "Lio/netty/channel/ChannelHandlerContext;";
    private static final String ANSWERED = ROOM + "WatchedAnswerHook";
    private static final String GIVEN_UP = ROOM + "WatchedGiveUpHook";

    @Override
    public String name() {
        return "lettuce-cache";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.lettuce.core.protocol.Command")
                .librarySite(
                        Shape.AROUND,
                        "encode",
                        "(Lio/netty/buffer/ByteBuf;)V",
                        0,
                        Site.NONE,
                        ROOM + "WatchedEncodeHook")
                .librarySite(Shape.AROUND, "complete", "()V", Site.NONE, Site.NONE, ANSWERED)
                .librarySite(Shape.AROUND, "completeExceptionally", "(Ljava/lang/Throwable;)Z", 0, Site.NONE, GIVEN_UP)
                .librarySite(Shape.AROUND, "cancel", "()V", Site.NONE, Site.NONE, GIVEN_UP);
        // A future is completed before the command that it decorates.
        sites.type("io.lettuce.core.protocol.AsyncCommand")
                .librarySite(Shape.AROUND, "completeResult", "()V", Site.NONE, Site.NONE, ANSWERED);
        sites.type("io.lettuce.core.RedisChannelHandler")
                .librarySite(Shape.GATE, "dispatch", "(" + COMMAND + ")" + COMMAND, 0, Site.NONE, DISPATCH)
                .librarySite(
                        Shape.AROUND,
                        "dispatch",
                        "(Ljava/util/Collection;)Ljava/util/Collection;",
                        0,
                        Site.NONE,
                        DISPATCH);
        sites.type("io.lettuce.core.protocol.CommandHandler")
                .librarySite(
                        Shape.AROUND,
                        "write",
                        "(" + CONTEXT + "Ljava/lang/Object;Lio/netty/channel/ChannelPromise;)V",
                        0,
                        1,
                        ROOM + "WatchedWriteHook")
                .librarySite(
                        Shape.AROUND, "channelRegistered", "(" + CONTEXT + ")V", 0, Site.NONE, ROOM + "ChannelHook")
                .librarySite(
                        Shape.AROUND, "channelInactive", "(" + CONTEXT + ")V", 0, Site.NONE, ROOM + "ChannelEndHook")
                .librarySite(
                        Shape.AROUND,
                        "decode",
                        "(Lio/netty/buffer/ByteBuf;" + COMMAND + "Lio/lettuce/core/output/CommandOutput;)Z",
                        0,
                        1,
                        ROOM + "ReplyPartHook");
    }
}
