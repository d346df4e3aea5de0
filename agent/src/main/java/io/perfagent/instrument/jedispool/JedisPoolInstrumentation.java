package io.perfagent.instrument.jedispool;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * The one pool that all of Jedis' clients with a pool take connections from ({@code JedisPool}, {@code JedisPooled},
 * {@code UnifiedJedis}, the nodes of a cluster). Version 3 has names of its own for giving one back.
 */
public final class JedisPoolInstrumentation implements Instrumentation {
    private static final String HOOKS = "io.perfagent.instrument.jedispool.";
    private static final String RESOURCE = "(Ljava/lang/Object;)V";

    @Override
    public String name() {
        return "jedis-pool";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("redis.clients.jedis.util.Pool")
                .librarySite(
                        Shape.GATE, "getResource", "()Ljava/lang/Object;", Site.NONE, Site.NONE, HOOKS + "BorrowHook")
                .librarySite(Shape.AROUND, "returnResource", RESOURCE, 0, Site.NONE, HOOKS + "ReturnHook")
                .librarySite(Shape.AROUND, "returnResourceObject", RESOURCE, 0, Site.NONE, HOOKS + "ReturnHook")
                .librarySite(Shape.AROUND, "returnBrokenResource", RESOURCE, 0, Site.NONE, HOOKS + "BrokenHook")
                .librarySite(Shape.AROUND, "returnBrokenResourceObject", RESOURCE, 0, Site.NONE, HOOKS + "BrokenHook");
    }
}
