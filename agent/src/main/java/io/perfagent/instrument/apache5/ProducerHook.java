package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.jspecify.annotations.Nullable;

/** The request of an asynchronous call: seen when the library takes it, which then copies it. */
public final class ProducerHook extends Hook {
    @Override
    public @Nullable Object argument(@Nullable Object self, @Nullable Object producer) {
        AsyncExchange exchange = AsyncExchange.beginning();
        return exchange == null || exchange.watched() || producer == null
                ? producer
                : new SeenProducer((AsyncRequestProducer) producer, exchange, false);
    }
}
