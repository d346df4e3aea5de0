package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A connection was closed, or broke: nothing of it is pending any longer, whatever became of it. */
public final class CloseHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        if (self != null) {
            Pg.SHARED.closed(self);
        }
        return result;
    }
}
