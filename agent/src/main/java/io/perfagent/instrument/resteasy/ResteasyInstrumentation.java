package io.perfagent.instrument.resteasy;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** RESTEasy 3.15 to 7: the path of what is invoked, where a registry has found it and before any filter of a name runs. */
public final class ResteasyInstrumentation implements Instrumentation {
    private static final String ROOM = "io.perfagent.instrument.resteasy.";
    private static final String REQUEST = "(Lorg/jboss/resteasy/spi/HttpRequest;)";
    private static final String INVOKER = "Lorg/jboss/resteasy/spi/ResourceInvoker;";
    private static final String INVOKER_3 = "Lorg/jboss/resteasy/core/ResourceInvoker;";

    @Override
    public String name() {
        return "resteasy";
    }

    @Override
    public void declare(Sites sites) {
        declare(sites.type("org.jboss.resteasy.core.ResourceMethodRegistry"), ROOM + "RootHook");
        declare(sites.type("org.jboss.resteasy.core.LocatorRegistry"), ROOM + "SubResourceHook");
    }

    private static void declare(Sites.Declaration registry, String hook) {
        registry.librarySite(Shape.RETURNED, "getResourceInvoker", REQUEST + INVOKER, 0, Site.NONE, hook)
                .librarySite(Shape.RETURNED, "getResourceInvoker", REQUEST + INVOKER_3, 0, Site.NONE, hook);
    }
}
