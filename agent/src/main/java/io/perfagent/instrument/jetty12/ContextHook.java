package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpServer;
import io.perfagent.instrument.family.ServletRoutes;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/** The context that a request is for, which has just matched it to a servlet: its route. */
public final class ContextHook extends Hook {
    private final ServletRoutes routes = new ServletRoutes();

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object request, @Nullable Object second, @Nullable Object wrapped) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (operation == null || !(operation.detail instanceof MatchedResource)) {
            return wrapped;
        }
        MatchedResource<?> matched = (MatchedResource<?>) operation.detail;
        operation.detail = null;
        PathSpec pathSpec = matched.getPathSpec();
        if (wrapped != null && pathSpec != null && self instanceof ContextHandler) {
            String contextPath = ((ContextHandler) self).getContextPath();
            String context = contextPath == null || contextPath.equals("/") ? "" : contextPath;
            HttpServer.route(
                    operation,
                    routes.route(pathSpec, context, pathSpec.getDeclaration(), String.valueOf(matched.getPathMatch())));
        }
        return wrapped;
    }
}
