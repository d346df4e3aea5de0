package io.perfagent.instrument.undertow;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** A handler begins, or has ended, its work on an exchange on this thread. */
public final class InCallHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object inCall, @Nullable Object second) {
        HttpServerExchange exchange = (HttpServerExchange) self;
        if (exchange == null) {
            return null;
        }
        Call call = Call.of(exchange);
        if (inCall == Boolean.TRUE) {
            if (call == null) {
                begin(exchange);
            } else {
                call.enter(telemetry.tracing);
            }
        } else if (call != null) {
            Throwable thrown = exchange.getAttachment(DefaultResponseListener.EXCEPTION);
            if (thrown != null) {
                call.threw(thrown);
            }
            if (call.leave(telemetry.tracing)) {
                ExchangeEnd.of(telemetry, call);
            }
        }
        return null;
    }

    private void begin(HttpServerExchange exchange) {
        Operation operation = telemetry.httpServer.begin(ExchangeReader.BEGIN, exchange);
        if (operation != null) {
            Call call = new Call(exchange, operation, ExchangeReader.path(exchange), exchange.getQueryString());
            operation.subject = call;
            call.attach();
        }
    }
}
