package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** A pool is given a connection: by first, or by what it has called. */
public final class PoolHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Object connection = first == null ? result : first;
        if (connection instanceof Connection) {
            jdbc.opened(connection, null);
        }
        return result;
    }
}
