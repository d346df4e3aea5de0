package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A statement is closed: nothing is kept for it. */
public final class CloseHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (self != null) {
            jdbc.closed(self);
        }
        return result;
    }
}
