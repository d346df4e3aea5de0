package io.perfagent.instrument.resteasy;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** A request has its method in a sub-resource that was located before. */
public final class SubResourceHook extends Hook {
    private final ServerRoutes routes = Telemetry.get().httpServer.routes;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Operation operation = result == null ? null : routes.unmatched();
        String located = operation == null ? null : routes.part(operation);
        if (operation != null && located != null && result != null) {
            Invokers.match(routes, operation, located, result);
        }
        return result;
    }
}
