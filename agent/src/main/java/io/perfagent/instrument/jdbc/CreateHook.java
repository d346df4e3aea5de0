package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A connection makes a statement. */
public final class CreateHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (result != null) {
            jdbc.made(result, self, null);
        }
        return result;
    }
}
