package io.perfagent.instrument.undertow;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** The request is read and the response is written, or the connection is gone. */
public final class CompleteHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Call call = self == null ? null : Call.of((HttpServerExchange) self);
        if (call != null && call.complete()) {
            ExchangeEnd.of(telemetry, call);
        }
        return null;
    }
}
