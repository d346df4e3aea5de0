package io.perfagent.instrument.jdkserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.trace.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** An exchange that a limit turns away: asked, and answered, before the filters of its context. */
final class TurnAway {
    /** The thread that serves everything itself where the server was given no executor; nobody waits on it. */
    private static final String DISPATCHER = "HTTP-Dispatcher";

    private static final int MANY_THREADS = 100_000;

    private static volatile boolean threadsKnown;

    private TurnAway() {}

    /** Whether it is to be turned away. */
    static boolean asked(Admission admission, Operation operation, HttpExchange exchange, ExchangeReader reader) {
        if (!threadsKnown) {
            threadsKnown = true;
            admission.threads(threads(exchange.getHttpContext().getServer()));
        }
        String path = path(exchange.getRequestURI());
        boolean mayWait = !Thread.currentThread().getName().startsWith(DISPATCHER);
        Object request = operation.subject;
        return path != null && request != null && admission.enter(operation, path, mayWait, reader, request) != null;
    }

    /** 0 where they are not known, or as many as there are tasks. */
    private static int threads(@Nullable HttpServer server) {
        Executor executor = server == null ? null : server.getExecutor();
        int threads = executor instanceof ThreadPoolExecutor ? ((ThreadPoolExecutor) executor).getMaximumPoolSize() : 0;
        return threads > MANY_THREADS ? 0 : threads;
    }

    /** The server itself finds contexts by the path as it came; a handler may look at it normalised. */
    private static @Nullable String path(URI uri) {
        String path = uri.getPath();
        return path != null && (path.contains("/.") || path.contains("//"))
                ? uri.normalize().getPath()
                : path;
    }

    /**
     * Writes the whole answer. If that fails before the head is sent, the exchange goes on as if nobody had asked.
     *
     * @return whether it was written
     */
    static boolean answer(Admission admission, Operation operation, HttpExchange exchange) {
        Rejection rejection = admission.rejection(operation);
        Headers headers = exchange.getResponseHeaders();
        try {
            String retryAfter = rejection.retryAfter();
            if (retryAfter != null) {
                headers.set("Retry-After", retryAfter);
            }
            for (int i = 0; i < rejection.headers(); i++) {
                headers.set(rejection.headerName(i), rejection.headerValue(i));
            }
            headers.set("Content-Type", rejection.contentType);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                headers.set("Content-Length", Integer.toString(rejection.length()));
            }
            exchange.sendResponseHeaders(rejection.status, head ? -1 : rejection.length());
            if (!head) {
                OutputStream body = exchange.getResponseBody();
                body.write(rejection.bytes(), 0, rejection.length());
                body.close();
            }
            exchange.close();
            return true;
        } catch (IOException | RuntimeException e) {
            if (exchange.getResponseCode() > 0) {
                exchange.close(); // the client is gone
                return true;
            }
        }
        operation.limitReason = null;
        headers.clear();
        return false;
    }
}
