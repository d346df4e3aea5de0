package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A connection ends: what it has sent and not been told about may still be carried out. */
public final class WatchedDisconnectHook extends Hook {
    private final WatchedSessions sessions = new WatchedSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self != null && sessions.redis() != null) {
            sessions.end(self);
        }
        return null;
    }
}
