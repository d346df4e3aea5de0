package io.perfagent.instrument.quarkus;

import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Quarkus at the start: ready when its application has started, as it prints itself. */
public final class QuarkusInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "quarkus-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.quarkus.runtime.Application")
                .site(
                        Shape.AROUND,
                        "start",
                        "([Ljava/lang/String;)V",
                        Site.NONE,
                        Site.NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("Application.start", "Quarkus"));
    }
}
