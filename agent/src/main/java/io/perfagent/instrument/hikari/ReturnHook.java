package io.perfagent.instrument.hikari;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ConnectionPool;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A connection comes back: the pool itself knows when it was borrowed. */
public final class ReturnHook extends Hook {
    private final HikariPools pools = new HikariPools();
    private volatile @Nullable Field lastBorrowed;
    private volatile boolean unknown;

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object entry, @Nullable Object second, @Nullable Object result) {
        ConnectionPool pool = self == null ? null : pools.known(self);
        Field field = entry == null || unknown ? null : field(entry);
        if (pool != null && field != null) {
            try {
                pool.used(System.nanoTime() - field.getLong(entry));
            } catch (IllegalAccessException e) {
                unknown = true;
            }
        }
        return result;
    }

    private @Nullable Field field(Object entry) {
        Field known = lastBorrowed;
        if (known == null) {
            try {
                known = entry.getClass().getDeclaredField("lastBorrowed");
                known.setAccessible(true);
                lastBorrowed = known;
            } catch (ReflectiveOperationException | RuntimeException e) {
                unknown = true;
            }
        }
        return known;
    }
}
