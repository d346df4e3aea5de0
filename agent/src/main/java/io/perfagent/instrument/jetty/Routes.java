package io.perfagent.instrument.jetty;

import io.perfagent.instrument.family.HttpServer;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.instrument.family.ServletRoutes;
import io.perfagent.trace.Operation;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.HttpChannel;
import org.jspecify.annotations.Nullable;

/** Names the route of the request that this thread serves. */
final class Routes {
    private static final ServletRoutes ROUTES = new ServletRoutes();

    private Routes() {}

    static void name(@Nullable Object pathSpec, @Nullable Object path) {
        Operation operation = Requests.serving();
        // A class in all versions; its super type is an interface in some.
        if (operation == null || operation.route != null || !(pathSpec instanceof ServletPathSpec)) {
            return;
        }
        ServedRequest served = (ServedRequest) operation.subject;
        HttpChannel channel = served == null ? null : (HttpChannel) served.subject;
        if (channel != null) {
            String contextPath = channel.getRequest().getContextPath();
            String pattern = ((ServletPathSpec) pathSpec).getDeclaration();
            HttpServer.route(
                    operation,
                    ROUTES.route(pathSpec, contextPath == null ? "" : contextPath, pattern, String.valueOf(path)));
        }
    }
}
