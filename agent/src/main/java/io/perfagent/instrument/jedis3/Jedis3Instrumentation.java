package io.perfagent.instrument.jedis3;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Jedis 3: commands, pipelines and transactions. A command is sent and its reply read by two calls; it lasts from the one
 * to the other. The names it shares with later versions do nothing there.
 */
public final class Jedis3Instrumentation implements Instrumentation {
    private static final String HOOKS = "io.perfagent.instrument.jedis3.";

    @Override
    public String name() {
        return "jedis-3";
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
                        HOOKS + "SendHook")
                .librarySite(
                        Shape.AROUND,
                        "readProtocolWithCheckingBroken",
                        "()Ljava/lang/Object;",
                        Site.NONE,
                        Site.NONE,
                        HOOKS + "ReplyHook")
                .librarySite(Shape.AROUND, "flush", "()V", Site.NONE, Site.NONE, HOOKS + "FlushHook");
        sites.type("redis.clients.jedis.Queable")
                .librarySite(
                        Shape.RETURNED,
                        "getResponse",
                        "(Lredis/clients/jedis/Builder;)Lredis/clients/jedis/Response;",
                        Site.NONE,
                        Site.NONE,
                        HOOKS + "QueuedHook");
        sites.group("jedis-3-pipelines", "redis.clients.jedis.Pipeline", "redis.clients.jedis.Transaction")
                .librarySite(Shape.AROUND, "sync", "()V", Site.NONE, Site.NONE, HOOKS + "BatchHook")
                .librarySite(
                        Shape.AROUND,
                        "syncAndReturnAll",
                        "()Ljava/util/List;",
                        Site.NONE,
                        Site.NONE,
                        HOOKS + "BatchHook")
                .librarySite(Shape.AROUND, "exec", "()Ljava/util/List;", Site.NONE, Site.NONE, HOOKS + "BatchHook")
                .librarySite(
                        Shape.AROUND,
                        "execGetResponse",
                        "()Ljava/util/List;",
                        Site.NONE,
                        Site.NONE,
                        HOOKS + "BatchHook")
                .librarySite(
                        Shape.AROUND, "discard", "()Ljava/lang/String;", Site.NONE, Site.NONE, HOOKS + "DiscardHook");
        sites.group("jedis-3-clients", "redis.clients.jedis.Jedis", "redis.clients.jedis.BinaryJedis")
                .librarySite(
                        Shape.AROUND,
                        "multi",
                        "()Lredis/clients/jedis/Transaction;",
                        Site.NONE,
                        Site.NONE,
                        HOOKS + "FramingHook");
    }
}
