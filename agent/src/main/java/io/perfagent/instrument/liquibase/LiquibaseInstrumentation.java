package io.perfagent.instrument.liquibase;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Liquibase: an update at the start. The method that the others call. */
public final class LiquibaseInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "liquibase-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("liquibase.Liquibase")
                .site(
                        Shape.AROUND,
                        "update",
                        "(Lliquibase/Contexts;Lliquibase/LabelExpression;Z)V",
                        Site.NONE,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.MIGRATION, "Liquibase.update"));
    }
}
