package io.perfagent.instrument.jdkserver;

import com.sun.net.httpserver.HttpExchange;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.side.SideTable;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What the hooks share: where an exchange begins, is found again, and ends. Safe for all threads. */
final class ExchangeCalls {
    static final ExchangeCalls SHARED = new ExchangeCalls();

    private static final String JDK = "sun.net.httpserver.";

    private final Telemetry telemetry = Telemetry.get();
    private final SideTable side = telemetry.tracing.side();
    private final Scope scope = new Scope("io.perfagent.java-http-server", telemetry.version);
    private final ExchangeReader reader = new ExchangeReader();

    private ExchangeCalls() {}

    /** Begins an exchange that the server hands to its filters; null for one that has begun, or is not the server's own. */
    @Nullable
    Operation begin(HttpExchange exchange) {
        OutputStream body = exchange.getClass().getName().startsWith(JDK) ? exchange.getResponseBody() : null;
        if (body == null || onThisThread(exchange) || side.find(body, Exchange.class) != null) {
            return null;
        }
        Exchange known = new Exchange(exchange, body, side);
        Operation operation = telemetry.httpServer.begin(reader, known);
        if (operation != null) {
            operation.detail = exchange;
            known.serve(exchange, operation);
            if (!side.add(known)) {
                known.complete(); // no room to wait: it ends when its handler returns
            }
        }
        return operation;
    }

    /** Whether a limit has turned it away: it is answered then. */
    boolean turnsAway(Operation operation, HttpExchange exchange) {
        Admission admission = telemetry.admission;
        return admission != null
                && TurnAway.asked(admission, operation, exchange, reader)
                && TurnAway.answer(admission, operation, exchange);
    }

    /** Whether it is what this thread serves already: a filter may have put another stream before the response's. */
    private static boolean onThisThread(HttpExchange exchange) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        return operation != null
                && operation.subject instanceof Exchange
                && ((Exchange) operation.subject).requestHeaders == exchange.getRequestHeaders();
    }

    /** The exchange that a call on the JDK's own exchange or response stream belongs to. */
    @Nullable
    Exchange of(Object self) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (operation != null && operation.detail == self) {
            return (Exchange) operation.subject;
        }
        Object body = self instanceof HttpExchange ? ((HttpExchange) self).getResponseBody() : self;
        return side.find(body, Exchange.class);
    }

    /** The handler has returned, or thrown. */
    void returned(Operation operation, @Nullable Throwable thrown) {
        Exchange exchange = (Exchange) operation.subject;
        HttpExchange own = (HttpExchange) operation.detail;
        if (exchange == null || own == null) {
            return;
        }
        if (thrown != null && operation.error == null) {
            operation.error = thrown; // the server closes the connection
            exchange.complete();
        }
        if (own.getResponseCode() > 0) {
            exchange.status = own.getResponseCode();
        }
        // Whoever completes the response may end it from now on: it must not be on this thread, nor hold the exchange.
        operation.detail = null;
        exchange.returnedNanos = System.nanoTime();
        telemetry.tracing.detach(operation);
        if (exchange.returned()) {
            end(exchange);
        }
    }

    /** The response is complete. */
    void complete(Exchange exchange) {
        if (exchange.complete()) {
            end(exchange);
        }
    }

    /** Nobody can complete the response any more: what is known is that its handler returned. */
    void lost(Exchange exchange) {
        if (exchange.complete()) {
            end(exchange, exchange.returnedNanos);
        }
    }

    private void end(Exchange exchange) {
        side.remove(exchange);
        end(exchange, System.nanoTime());
    }

    private void end(Exchange exchange, long endNanos) {
        Operation operation = exchange.operation;
        if (operation != null) {
            exchange.operation = null;
            telemetry.httpServer.end(operation, reader, exchange, exchange, scope, endNanos);
        }
    }
}
