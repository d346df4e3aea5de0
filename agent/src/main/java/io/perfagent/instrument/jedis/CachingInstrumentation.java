package io.perfagent.instrument.jedis;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Jedis 4 to 8, for caching: every command that is sent, every reply that is read, and the one call in which a read can be
 * answered in place of the server. Declared before {@link JedisInstrumentation}, so that it is outside of it: a call that is
 * answered here is none there.
 */
public final class CachingInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.jedis.";

    @Override
    public String name() {
        return "jedis-cache";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("redis.clients.jedis.Connection")
                .librarySite(
                        Shape.GATE,
                        "executeCommand",
                        "(Lredis/clients/jedis/CommandObject;)Ljava/lang/Object;",
                        0,
                        Site.NONE,
                        ROOM + "CachedCommandHook")
                .librarySite(
                        Shape.AROUND,
                        "sendCommand",
                        "(Lredis/clients/jedis/CommandArguments;)V",
                        0,
                        Site.NONE,
                        ROOM + "CachedSendHook")
                .librarySite(
                        Shape.AROUND,
                        "readProtocolWithCheckingBroken",
                        "()Ljava/lang/Object;",
                        Site.NONE,
                        Site.NONE,
                        ROOM + "CachedReplyHook")
                .librarySite(Shape.AROUND, "connect", "()V", Site.NONE, Site.NONE, ROOM + "CachedConnectHook")
                .librarySite(Shape.AROUND, "disconnect", "()V", Site.NONE, Site.NONE, ROOM + "CachedDisconnectHook")
                .librarySite(
                        Shape.AROUND, "forceDisconnect", "()V", Site.NONE, Site.NONE, ROOM + "CachedDisconnectHook");
    }
}
