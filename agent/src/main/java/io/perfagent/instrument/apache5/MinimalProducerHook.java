package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.jspecify.annotations.Nullable;

/** The request of a minimal asynchronous client, which sends what the application made: seen, and with the context. */
public final class MinimalProducerHook extends Hook {
    @Override
    public @Nullable Object argument(@Nullable Object self, @Nullable Object producer) {
        AsyncExchange exchange = AsyncExchange.beginning();
        return exchange == null || exchange.watched() || producer == null
                ? producer
                : new SeenProducer((AsyncRequestProducer) producer, exchange, true);
    }
}
