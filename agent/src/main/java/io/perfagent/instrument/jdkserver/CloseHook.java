package io.perfagent.instrument.jdkserver;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** An exchange, or the stream of its response, is closed: either completes the response. */
public final class CloseHook extends Hook {
    private final ExchangeCalls calls = ExchangeCalls.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return self == null ? null : calls.of(self);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        calls.complete((Exchange) state);
    }
}
