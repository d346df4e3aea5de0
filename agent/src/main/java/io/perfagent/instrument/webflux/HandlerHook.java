package io.perfagent.instrument.webflux;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.instrument.family.Telemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** An exchange has its handler. */
public final class HandlerHook extends Hook {
    private static final String PATTERN = "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

    private final ServerRoutes routes = Telemetry.get().httpServer.routes;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (first instanceof ServerWebExchange) {
            ServerWebExchange exchange = (ServerWebExchange) first;
            Object pattern = exchange.getAttributes().get(PATTERN);
            if (pattern != null) {
                String context = exchange.getRequest().getPath().contextPath().value();
                routes.matchClaimed(exchange.getAttributes(), routes.below(context, pattern.toString()));
            }
        }
        return null;
    }
}
