package io.perfagent.instrument.otherclients;

import io.perfagent.cache.Family;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * Other clients of Redis (Redisson, Vert.x, Valkey's) and of PostgreSQL (R2DBC, Vert.x, pgjdbc-ng), for caching: where they connect or
 * send. Their writes are not seen.
 */
public final class OtherClientsInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "other-clients-cache";
    }

    @Override
    public void declare(Sites sites) {
        unseen(sites.type("org.redisson.client.RedisConnection"), Family.REDIS, "Redisson", "send");
        Sites.Declaration vertx = sites.group(
                "vertx-redis-connections",
                "io.vertx.redis.client.impl.RedisStandaloneConnection",
                "io.vertx.redis.client.impl.RedisConnectionImpl");
        unseen(vertx, Family.REDIS, "Vert.x", "send", "batch");
        unseen(sites.type("io.valkey.Connection"), Family.REDIS, "Valkey's client", "sendCommand");

        unseen(sites.type("io.r2dbc.postgresql.client.ReactorNettyClient"), Family.SQL, "R2DBC", "exchange", "send");
        unseen(sites.type("io.vertx.pgclient.impl.PgSocketConnection"), Family.SQL, "Vert.x", "init", "doSchedule");
        unseen(
                sites.type("com.impossibl.postgres.jdbc.PGDirectConnection"),
                Family.SQL,
                "pgjdbc-ng",
                "init",
                "execute",
                "executeTimed");
    }

    private static void unseen(Sites.Declaration type, Family family, String client, String... methods) {
        for (String method : methods) {
            type.site(Shape.AROUND, method, "*", Site.NONE, Site.NONE, UnseenClientHook.class, family + ":" + client);
        }
    }
}
