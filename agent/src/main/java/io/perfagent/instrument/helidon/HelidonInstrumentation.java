package io.perfagent.instrument.helidon;

import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Helidon 4 at the start: ready when its server listens. */
public final class HelidonInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "helidon-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.helidon.webserver.LoomServer")
                .site(
                        Shape.AROUND,
                        "start",
                        "()Lio/helidon/webserver/WebServer;",
                        Site.NONE,
                        Site.NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("WebServer.start", "Helidon"));
    }
}
