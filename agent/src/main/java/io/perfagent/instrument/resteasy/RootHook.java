package io.perfagent.instrument.resteasy;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** A request has its resource method, or what locates its sub-resource. */
public final class RootHook extends Hook {
    private final ServerRoutes routes = Telemetry.get().httpServer.routes;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Operation operation = first == null || result == null ? null : routes.unmatched();
        if (operation != null && first != null && result != null) {
            Invokers.match(routes, operation, routes.segments("", Invokers.basePath(first)), result);
        }
        return result;
    }
}
