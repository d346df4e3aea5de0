package io.perfagent.instrument.lettuce;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Lettuce, for caching: its writes are seen where their bytes are made, on the way to the socket, and until their replies
 * are there; its reads are observed. Nothing is served: see docs/caching.md.
 */
public final class CachingInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.lettuce.";
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
        sites.type("io.lettuce.core.protocol.CommandHandler")
                .librarySite(
                        Shape.AROUND,
                        "write",
                        "(Lio/netty/channel/ChannelHandlerContext;Ljava/lang/Object;Lio/netty/channel/ChannelPromise;)V",
                        1,
                        Site.NONE,
                        ROOM + "ForeignCommandHook");
    }
}
