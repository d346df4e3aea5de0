package io.perfagent.instrument.undertow;

import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.trace.Operation;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.CanonicalPathUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.XnioWorker;

/**
 * A request that a limit turns away: asked, and answered, on the worker's thread that is to serve it, before any handler may block
 * there, and any listener, filter, authenticator or error page of its deployment.
 */
final class TurnAway {
    private static volatile boolean threadsKnown;

    private TurnAway() {}

    /** Whether it is to be turned away; asked once for each exchange. */
    static boolean asked(Admission admission, Call call, HttpServerExchange exchange) {
        call.isAsked = true;
        if (!threadsKnown) {
            threadsKnown = true;
            admission.threads(threads(exchange));
        }
        String path = exchange.getRequestPath();
        if (path.contains("/.") || path.contains("//")) {
            path = CanonicalPathUtils.canonicalize(path);
        }
        boolean mayWait = !exchange.isInIoThread();
        return admission.enter(call.operation, path, mayWait, ExchangeReader.BEGIN, exchange) != null;
    }

    private static int threads(HttpServerExchange exchange) {
        XnioWorker worker = exchange.getConnection().getWorker();
        try {
            Integer threads = worker == null ? null : worker.getOption(Options.WORKER_TASK_MAX_THREADS);
            return threads == null ? 0 : threads;
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Writes the whole answer. If that fails the request goes on as if nobody had asked.
     *
     * @return whether it was written
     */
    static boolean answer(Admission admission, Operation operation, HttpServerExchange exchange) {
        Rejection rejection = admission.rejection(operation);
        int status = exchange.getStatusCode();
        try {
            exchange.setStatusCode(rejection.status);
            HeaderMap headers = exchange.getResponseHeaders();
            put(headers, "Retry-After", rejection.retryAfter());
            for (int i = 0; i < rejection.headers(); i++) {
                put(headers, rejection.headerName(i), rejection.headerValue(i));
            }
            headers.put(Headers.CONTENT_TYPE, rejection.contentType);
            exchange.setResponseContentLength(rejection.length());
            if (!exchange.isBlocking()) {
                exchange.startBlocking();
            }
            OutputStream out = exchange.getOutputStream();
            out.write(rejection.bytes(), 0, rejection.length());
            out.close();
            exchange.endExchange();
            return true;
        } catch (IOException | RuntimeException e) {
            if (exchange.isResponseStarted()) {
                exchange.endExchange();
                return true; // the client is gone
            }
        }
        operation.limitReason = null;
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().clear();
        return false;
    }

    private static void put(HeaderMap headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(new HttpString(name), value);
        }
    }
}
