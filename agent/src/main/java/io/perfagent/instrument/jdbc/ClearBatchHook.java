package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A batch is emptied. */
public final class ClearBatchHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        StatementEntry entry = self == null ? null : jdbc.entry(self);
        if (entry != null) {
            entry.batch = null;
        }
        return result;
    }
}
