package io.perfagent.instrument.jdkserver;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** The response's head is sent; a response without a body is complete with it. */
public final class HeadersHook extends Hook {
    private static final Object WITH_BODY = new Object();

    private final ExchangeCalls calls = ExchangeCalls.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object status, @Nullable Object length) {
        Exchange exchange = self == null ? null : calls.of(self);
        if (exchange == null || exchange.sent || status == null || length == null) {
            return null;
        }
        int code = (Integer) status;
        exchange.status = code;
        return exchange.hasNoBody(code, (Long) length) ? exchange : WITH_BODY;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Exchange exchange = self == null || thrown != null ? null : calls.of(self);
        if (exchange != null) {
            exchange.sent = true;
            if (state != WITH_BODY) {
                calls.complete(exchange);
            }
        }
    }
}
