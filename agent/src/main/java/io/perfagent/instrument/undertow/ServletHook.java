package io.perfagent.instrument.undertow;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.HttpServer;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import org.jspecify.annotations.Nullable;

/** A request reaches its servlet: the route it was mapped by, and what the servlet throws. */
public final class ServletHook extends Hook {
    private static final int MAX_CAUSES = 16;

    private final Routes routes = new Routes();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object exchange, @Nullable Object second) {
        Call call = exchange == null ? null : Call.of((HttpServerExchange) exchange);
        if (call == null || call.inServlet) {
            return null; // a forward, an include or an error page within: what it throws may be caught
        }
        call.inServlet = true;
        if (call.operation.route == null) {
            ServletRequestContext context = call.exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
            HttpServer.route(call.operation, context == null ? null : routes.route(context, call.exchange));
        }
        return call;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Call call = (Call) state;
        call.inServlet = false;
        if (thrown != null) {
            call.threw(rootCause(thrown));
        }
    }

    /** What the servlet API wraps, as the container itself unwraps it. */
    private static Throwable rootCause(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; i < MAX_CAUSES; i++) {
            Throwable cause = root.getCause();
            if (cause == null || !root.getClass().getName().endsWith(".servlet.ServletException")) {
                break;
            }
            root = cause;
        }
        return root;
    }
}
