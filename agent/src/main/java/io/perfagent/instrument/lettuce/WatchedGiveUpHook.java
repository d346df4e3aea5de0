package io.perfagent.instrument.lettuce;

import io.lettuce.core.RedisCommandExecutionException;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** A command fails: by an error reply, which says that nothing was changed, or without one, which says nothing. */
public final class WatchedGiveUpHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object thrown, @Nullable Object second) {
        WatchedCommand watched =
                self == null || RedisSource.get() == null ? null : side.take(self, WatchedCommand.class);
        if (watched == null) {
            return null;
        }
        try {
            if (thrown instanceof RedisCommandExecutionException) {
                watched.refused();
            } else {
                watched.givenUp();
            }
        } catch (Throwable t) {
            watched.givenUp(); // its end is to be told, whatever fails
            throw t;
        }
        return null;
    }
}
