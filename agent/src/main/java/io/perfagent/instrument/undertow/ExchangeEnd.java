package io.perfagent.instrument.undertow;

import io.perfagent.instrument.family.HttpServer;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;

/** Ends a call: once, by whoever made it complete. */
final class ExchangeEnd {
    private static final ExchangeReader READER = new ExchangeReader();
    private static final Scope SCOPE = new Scope("io.perfagent.undertow", Telemetry.get().version);

    private ExchangeEnd() {}

    static void of(Telemetry telemetry, Call call) {
        Operation operation = call.operation;
        HttpServerExchange exchange = call.exchange;
        Throwable thrown = exchange.getAttachment(DefaultResponseListener.EXCEPTION);
        if (thrown != null) {
            call.threw(thrown);
        }
        if (exchange.getStatusCode() < 500 && !call.threwLate) {
            operation.error = null; // an error page, or the server, made an answer of it
        }
        if (operation.route == null) {
            PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
            HttpServer.route(operation, match == null ? null : match.getMatchedTemplate());
        }
        telemetry.httpServer.end(operation, READER, call, exchange, SCOPE);
    }
}
