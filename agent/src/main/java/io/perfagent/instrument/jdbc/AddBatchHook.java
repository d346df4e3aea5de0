package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A batch grows: by a text, or by the values of a prepared one. */
public final class AddBatchHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        StatementEntry entry = self == null ? null : jdbc.entry(self);
        if (entry != null) {
            Jdbc.addToBatch(entry, first instanceof String ? jdbc.text(entry.target, (String) first) : null);
        }
        return result;
    }
}
