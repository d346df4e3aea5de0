package io.perfagent.instrument.jedis3;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Jedis 3, for caching: its reads are observed, its writes seen; as sending and reading are two calls, nothing is served. */
public final class CachingInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.jedis3.";

    @Override
    public String name() {
        return "jedis-3-cache";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("redis.clients.jedis.Connection")
                .librarySite(
                        Shape.AROUND,
                        "sendCommand",
                        "(Lredis/clients/jedis/commands/ProtocolCommand;[[B)V",
                        0,
                        1,
                        ROOM + "WatchedSendHook")
                .librarySite(
                        Shape.AROUND,
                        "readProtocolWithCheckingBroken",
                        "()Ljava/lang/Object;",
                        Site.NONE,
                        Site.NONE,
                        ROOM + "WatchedReplyHook")
                .librarySite(Shape.AROUND, "connect", "()V", Site.NONE, Site.NONE, ROOM + "WatchedConnectHook")
                .librarySite(Shape.AROUND, "disconnect", "()V", Site.NONE, Site.NONE, ROOM + "WatchedDisconnectHook");
    }
}
