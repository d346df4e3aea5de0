package io.perfagent.instrument.otherpostgres;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** R2DBC, Vert.x and pgjdbc-ng, for caching: where they connect and send. Their writes are not seen. */
public final class OtherPostgresInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "other-postgres-cache";
    }

    @Override
    public void declare(Sites sites) {
        unseen(sites.type("io.r2dbc.postgresql.client.ReactorNettyClient"), "R2DBC", "exchange", "send");
        unseen(sites.type("io.vertx.pgclient.impl.PgSocketConnection"), "Vert.x", "init", "doSchedule");
        unseen(
                sites.type("com.impossibl.postgres.jdbc.PGDirectConnection"),
                "pgjdbc-ng",
                "init",
                "execute",
                "executeTimed");
    }

    private static void unseen(Sites.Declaration type, String client, String... methods) {
        for (String method : methods) {
            type.site(Shape.AROUND, method, "*", Site.NONE, Site.NONE, UnseenClientHook.class, client);
        }
    }
}
