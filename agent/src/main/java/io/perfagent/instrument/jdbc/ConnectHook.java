package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A connection comes from a driver or from the driver manager: first is its URL. */
public final class ConnectHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (result != null) {
            jdbc.opened(result, first);
        }
        return result;
    }
}
