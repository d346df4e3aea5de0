package io.perfagent.instrument.jedispool;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A connection is given back that was lost, or on which no answer came in time. */
public final class BrokenHook extends Hook {
    private final Borrows borrows = new Borrows();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object resource, @Nullable Object second) {
        if (resource != null) {
            borrows.end(resource, true);
        }
        return null;
    }
}
