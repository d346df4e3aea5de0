package io.perfagent.instrument.jedispool;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A connection is given back as it should be, before somebody else can have it. */
public final class ReturnHook extends Hook {
    private final Borrows borrows = new Borrows();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object resource, @Nullable Object second) {
        if (resource != null) {
            borrows.end(resource, false);
        }
        return null;
    }
}
