package io.perfagent.instrument.hikari;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ConnectionPool;
import org.jspecify.annotations.Nullable;

/** A connection comes back. Read before that: in the next moment it may be in use again. */
public final class ReturnHook extends Hook {
    private final HikariPools pools = new HikariPools();
    private final Borrows borrows = new Borrows();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object entry, @Nullable Object second) {
        ConnectionPool pool = self == null ? null : pools.known(self);
        if (pool != null && entry != null) {
            long useNanos = borrows.end(entry);
            if (useNanos >= 0) {
                pool.used(useNanos);
            }
        }
        return null;
    }
}
