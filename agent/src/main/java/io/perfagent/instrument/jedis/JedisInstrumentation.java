package io.perfagent.instrument.jedis;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Jedis 4 to 8: commands, pipelines and transactions. A command that is sent and read in two calls (AUTH, SELECT) lasts as
 * long as its sending.
 */
public final class JedisInstrumentation implements Instrumentation {
    private static final String COMMAND = "io.perfagent.instrument.jedis.CommandHook";
    private static final String PIPELINE = "io.perfagent.instrument.jedis.PipelineHook";
    private static final String APPEND = "io.perfagent.instrument.jedis.AppendHook";
    private static final String PART = "io.perfagent.instrument.jedis.PartHook";
    private static final String OBJECT = "(Lredis/clients/jedis/CommandObject;)";

    @Override
    public String name() {
        return "jedis";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("redis.clients.jedis.Connection")
                .librarySite(Shape.AROUND, "executeCommand", OBJECT + "Ljava/lang/Object;", 0, Site.NONE, COMMAND)
                .librarySite(
                        Shape.AROUND,
                        "executeCommand",
                        "(Lredis/clients/jedis/CommandArguments;)Ljava/lang/Object;",
                        0,
                        Site.NONE,
                        COMMAND)
                .librarySite(
                        Shape.AROUND,
                        "sendCommand",
                        "(Lredis/clients/jedis/CommandArguments;)V",
                        0,
                        Site.NONE,
                        COMMAND);
        // Version 4 has most of a transaction in its base class.
        sites.group(
                        "jedis-pipelines",
                        "redis.clients.jedis.Pipeline",
                        "redis.clients.jedis.Transaction",
                        "redis.clients.jedis.TransactionBase")
                .librarySite(
                        Shape.AROUND, "appendCommand", OBJECT + "Lredis/clients/jedis/Response;", 0, Site.NONE, APPEND)
                .librarySite(Shape.AROUND, "multi", "()V", Site.NONE, Site.NONE, PART)
                .librarySite(Shape.AROUND, "sync", "()V", Site.NONE, Site.NONE, PIPELINE)
                .librarySite(Shape.AROUND, "syncAndReturnAll", "()Ljava/util/List;", Site.NONE, Site.NONE, PIPELINE)
                .librarySite(Shape.AROUND, "exec", "()Ljava/util/List;", Site.NONE, Site.NONE, PIPELINE);
    }
}
