package io.perfagent.instrument.jersey;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Jersey 2 to 4: the matched templates, where matching has found its end point and before any filter of a name runs. */
public final class JerseyInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "jersey";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.glassfish.jersey.server.internal.routing.UriRoutingContext")
                .librarySite(
                        Shape.AROUND,
                        "setEndpoint",
                        "(Lorg/glassfish/jersey/server/internal/process/Endpoint;)V",
                        Site.NONE,
                        Site.NONE,
                        "io.perfagent.instrument.jersey.EndpointHook");
    }
}
