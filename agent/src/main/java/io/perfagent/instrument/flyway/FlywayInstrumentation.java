package io.perfagent.instrument.flyway;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Flyway: a migration at the start. */
public final class FlywayInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "flyway-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.flywaydb.core.Flyway")
                .site(
                        Shape.AROUND,
                        "migrate",
                        "()*",
                        Site.NONE,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.MIGRATION, "Flyway.migrate"));
    }
}
