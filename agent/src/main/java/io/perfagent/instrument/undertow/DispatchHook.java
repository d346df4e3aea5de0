package io.perfagent.instrument.undertow;

import io.perfagent.bootstrap.Hook;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * A task is to go on with the exchange on another thread. Undertow's own tasks come back as a handler's call; the
 * application's need their context carried.
 */
public final class DispatchHook extends Hook {
    private static final String OWN = "io.undertow.server.HttpServerExchange";

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object task, @Nullable Object second) {
        if (self != null && task != null && !task.getClass().getName().startsWith(OWN)) {
            Call call = Call.of((HttpServerExchange) self);
            if (call != null && call == Call.onThisThread()) {
                call.handsOver = true;
            }
        }
        return null;
    }
}
