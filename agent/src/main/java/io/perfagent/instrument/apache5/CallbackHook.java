package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/** The callback of an asynchronous call: told after the call has ended. */
public final class CallbackHook extends Hook {
    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object argument(@Nullable Object self, @Nullable Object callback) {
        AsyncExchange exchange = AsyncExchange.beginning();
        if (exchange == null || exchange.watched()) {
            return callback;
        }
        exchange.watch((FutureCallback<Object>) callback);
        return exchange;
    }
}
