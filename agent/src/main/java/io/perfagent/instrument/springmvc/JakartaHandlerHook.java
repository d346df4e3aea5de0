package io.perfagent.instrument.springmvc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServerRoutes;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request has its handler, in Spring MVC 6 and newer. Mappings of methods and functions leave the pattern as an attribute; mappings
 * of URLs, such as those of resources, do so when the first interceptor runs. An error page is no handler of the request
 * that failed.
 */
public final class JakartaHandlerHook extends Hook {
    private static final String PATTERN = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    private final ServerRoutes routes = Telemetry.get().httpServer.routes;

    /** The dispatcher has found a handler. */
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Operation operation = result == null ? null : routes.unmatched();
        if (operation != null && first instanceof HttpServletRequest) {
            HttpServletRequest request = (HttpServletRequest) first;
            match(operation, request, request.getAttribute(PATTERN));
        }
        return result;
    }

    /** A mapping of URLs is about to set the attribute. */
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Operation operation = routes.unmatched();
        if (operation != null && second instanceof HttpServletRequest) {
            match(operation, (HttpServletRequest) second, first);
        }
        return null;
    }

    private void match(Operation operation, HttpServletRequest request, @Nullable Object pattern) {
        if (pattern != null && request.getDispatcherType() != DispatcherType.ERROR) {
            String context = request.getServletContext().getContextPath();
            routes.match(operation, routes.below(context, pattern.toString()));
        }
    }
}
