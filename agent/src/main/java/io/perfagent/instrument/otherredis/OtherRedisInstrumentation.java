package io.perfagent.instrument.otherredis;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Redisson, Vert.x and Valkey's client, for caching: where they send. Their writes are not seen. */
public final class OtherRedisInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "other-redis-cache";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.redisson.client.RedisConnection")
                .site(Shape.AROUND, "send", "*", Site.NONE, Site.NONE, RedissonHook.class);
        sites.group(
                        "vertx-redis-connections",
                        "io.vertx.redis.client.impl.RedisStandaloneConnection",
                        "io.vertx.redis.client.impl.RedisConnectionImpl")
                .site(Shape.AROUND, "send", "*", Site.NONE, Site.NONE, VertxRedisHook.class)
                .site(Shape.AROUND, "batch", "*", Site.NONE, Site.NONE, VertxRedisHook.class);
        sites.type("io.valkey.Connection")
                .site(Shape.AROUND, "sendCommand", "*", Site.NONE, Site.NONE, ValkeyHook.class);
    }
}
