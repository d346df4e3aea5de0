package io.perfagent.instrument.lettuce;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Lettuce 5.1 to 7: synchronous, asynchronous and reactive commands, of single servers, clusters and Pub/Sub. All pass
 * {@code RedisChannelHandler.dispatch}; what the client says to a server while it connects does not, and is no call.
 */
public final class LettuceInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.lettuce.";
    private static final String DISPATCH = ROOM + "DispatchHook";
    private static final String WRITE = ROOM + "WriteHook";
    private static final String RESULT = ROOM + "ResultHook";
    private static final String COMPLETE = ROOM + "CompleteHook";
    private static final String FAIL = ROOM + "FailHook";
    private static final String CANCEL = ROOM + "CancelHook";
    private static final String COMMAND = "Lio/lettuce/core/protocol/RedisCommand;";

    @Override
    public String name() {
        return "lettuce";
    }

    @Override
    public void declare(Sites sites) {
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
                        "(Lio/netty/channel/ChannelHandlerContext;Ljava/lang/Object;Lio/netty/channel/ChannelPromise;)V",
                        0,
                        1,
                        WRITE)
                .librarySite(
                        Shape.AROUND,
                        "channelActive",
                        "(Lio/netty/channel/ChannelHandlerContext;)V",
                        0,
                        Site.NONE,
                        ROOM + "ConnectedHook");
        // A future is completed before the command that it decorates, any other decoration after it.
        sites.type("io.lettuce.core.protocol.AsyncCommand")
                .librarySite(Shape.AROUND, "completeResult", "()V", Site.NONE, Site.NONE, RESULT);
        sites.type("io.lettuce.core.protocol.Command")
                .librarySite(Shape.AROUND, "complete", "()V", Site.NONE, Site.NONE, COMPLETE)
                .librarySite(Shape.AROUND, "completeExceptionally", "(Ljava/lang/Throwable;)Z", 0, Site.NONE, FAIL)
                .librarySite(Shape.AROUND, "cancel", "()V", Site.NONE, Site.NONE, CANCEL);
    }
}
