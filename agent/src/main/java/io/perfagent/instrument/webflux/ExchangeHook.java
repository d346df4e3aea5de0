package io.perfagent.instrument.webflux;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.instrument.family.Telemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** A request becomes an exchange. Filters may wrap the exchange; its attributes stay the same object. */
public final class ExchangeHook extends Hook {
    private final ServerRoutes routes = Telemetry.get().httpServer.routes;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (result instanceof ServerWebExchange) {
            routes.claim(((ServerWebExchange) result).getAttributes());
        }
        return result;
    }
}
