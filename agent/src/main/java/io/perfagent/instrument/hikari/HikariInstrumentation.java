package io.perfagent.instrument.hikari;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** HikariCP: the wait for a connection, its use, and the pool's gauges. */
public final class HikariInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "hikaricp";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("com.zaxxer.hikari.pool.HikariPool")
                .librarySite(
                        Shape.AROUND,
                        "getConnection",
                        "(J)Ljava/sql/Connection;",
                        Site.NONE,
                        Site.NONE,
                        "io.perfagent.instrument.hikari.BorrowHook")
                .librarySite(
                        Shape.RETURNED,
                        "recycle",
                        "(Lcom/zaxxer/hikari/pool/PoolEntry;)V",
                        0,
                        Site.NONE,
                        "io.perfagent.instrument.hikari.ReturnHook");
    }
}
