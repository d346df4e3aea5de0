package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** A connection sees to it that it has a socket: if that is a new one, nothing has been said on it yet. */
public final class WatchedConnectHook extends Hook {
    private static final Object NO_SOCKET = new Object();

    private final WatchedSessions sessions = new WatchedSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self == null || sessions.redis() == null) {
            return null;
        }
        Object before = sessions.socket(self);
        return before == null ? NO_SOCKET : before;
    }

    @Override
    public void exit(@Nullable Object self, Object before, @Nullable Object result, @Nullable Throwable thrown) {
        RedisSource redis = sessions.redis();
        if (redis == null || self == null || thrown != null) {
            return;
        }
        Object present = sessions.socket(self);
        if (present != null && present != before) {
            sessions.connected(redis, self);
        }
    }
}
