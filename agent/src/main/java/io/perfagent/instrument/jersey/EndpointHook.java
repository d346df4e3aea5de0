package io.perfagent.instrument.jersey;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import java.net.URI;
import java.util.List;
import org.glassfish.jersey.server.internal.routing.UriRoutingContext;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/** A request has its resource method. */
public final class EndpointHook extends Hook {
    private final ServerRoutes routes = Telemetry.get().httpServer.routes;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Operation operation = self == null ? null : routes.unmatched();
        if (operation != null && self != null) {
            UriRoutingContext context = (UriRoutingContext) self;
            URI base = context.getBaseUri();
            String route = routes.segments("", base == null ? null : base.getRawPath());
            List<UriTemplate> templates = context.getMatchedTemplates();
            for (int i = templates.size() - 1; i >= 0; i--) { // the innermost comes first
                route = routes.segments(route, templates.get(i).getTemplate());
            }
            routes.match(operation, route.isEmpty() ? "/" : route);
        }
        return null;
    }
}
