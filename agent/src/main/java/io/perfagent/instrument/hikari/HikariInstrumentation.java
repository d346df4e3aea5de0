package io.perfagent.instrument.hikari;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
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
                        Shape.GATE,
                        "getConnection",
                        "(J)Ljava/sql/Connection;",
                        Site.NONE,
                        Site.NONE,
                        "io.perfagent.instrument.hikari.BorrowHook")
                .librarySite(
                        Shape.AROUND,
                        "recycle",
                        "(Lcom/zaxxer/hikari/pool/PoolEntry;)V",
                        0,
                        Site.NONE,
                        "io.perfagent.instrument.hikari.ReturnHook")
                .site(
                        Shape.AROUND,
                        "<init>",
                        "(Lcom/zaxxer/hikari/HikariConfig;)V",
                        Site.NONE,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.POOL, "HikariPool"));
        sites.type("com.zaxxer.hikari.pool.PoolBase") // which is called as the pool is
                .site(
                        Shape.AROUND,
                        "newConnection",
                        "*",
                        Site.NONE,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.bySelf(Kind.POOL, "connection of "));
    }
}
