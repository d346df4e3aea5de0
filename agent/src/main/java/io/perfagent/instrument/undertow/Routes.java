package io.perfagent.instrument.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.api.Deployment;
import io.undertow.servlet.handlers.ServletChain;
import io.undertow.servlet.handlers.ServletPathMatch;
import io.undertow.servlet.handlers.ServletRequestContext;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code http.route} of a mapped request: the context's path and the servlet's pattern, made once per mapping.
 *
 * <p>The default servlet's {@code /} reads {@code /*}, and {@code /} for the root itself, as OpenTelemetry's agent has it.
 */
final class Routes {
    private static final int SIZE = 128;

    private final Mapped[] recent = new Mapped[SIZE];

    /** One mapping and its route. */
    private static final class Mapped {
        final WeakReference<ServletChain> chain;
        final @Nullable String route;
        final @Nullable String root;

        Mapped(ServletChain chain, String contextPath) {
            this.chain = new WeakReference<>(chain);
            String pattern = chain.getPattern();
            String prefix = contextPath.equals("/") ? "" : contextPath;
            if (pattern == null) {
                route = null;
                root = null;
            } else if (pattern.isEmpty()) {
                route = prefix + "/";
                root = route;
            } else if (pattern.equals("/")) {
                route = prefix + "/*";
                root = prefix + "/";
            } else {
                route = prefix + (pattern.startsWith("/") ? pattern : "/" + pattern);
                root = route;
            }
        }
    }

    @Nullable
    String route(ServletRequestContext context, HttpServerExchange exchange) {
        ServletPathMatch match = context.getOriginalServletPathMatch();
        ServletChain chain = match == null ? null : match.getServletChain();
        if (chain == null) {
            return null;
        }
        int index = System.identityHashCode(chain) & SIZE - 1;
        Mapped known = recent[index];
        if (known == null || known.chain.get() != chain) {
            Deployment deployment = context.getDeployment();
            String path =
                    deployment == null ? "" : deployment.getDeploymentInfo().getContextPath();
            known = new Mapped(chain, path == null ? "" : path);
            recent[index] = known;
        }
        String relative = exchange.getRelativePath();
        return relative == null || relative.length() <= 1 ? known.root : known.route;
    }
}
