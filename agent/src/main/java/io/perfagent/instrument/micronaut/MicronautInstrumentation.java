package io.perfagent.instrument.micronaut;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Micronaut at the start: ready when the application has started, its context and its server. */
public final class MicronautInstrumentation implements Instrumentation {
    private static final String START = "()Lio/micronaut/context/ApplicationContext;";

    @Override
    public String name() {
        return "micronaut-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.micronaut.runtime.Micronaut")
                .site(
                        Shape.AROUND,
                        "start",
                        START,
                        Site.NONE,
                        Site.NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("Micronaut.start", "Micronaut"));
        sites.type("io.micronaut.context.DefaultApplicationContext")
                .site(
                        Shape.AROUND,
                        "start",
                        START,
                        Site.NONE,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.PHASE, "DefaultApplicationContext.start"));
    }
}
