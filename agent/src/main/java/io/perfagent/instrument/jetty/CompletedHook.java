package io.perfagent.instrument.jetty;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** The response is to be completed, or the exchange is over without that: whichever comes first ends the operation. */
public final class CompletedHook extends Hook {
    private final Requests requests = new Requests();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        requests.end(self);
        return null;
    }
}
