package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A driver registers itself. */
public final class DriverHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (first != null) {
            jdbc.telemetry.learning.learn(first.getClass(), JdbcInstrumentation.DRIVERS);
        }
        return result;
    }
}
