package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** A connection sees to it that it has a socket: if that is a new one, nothing has been said on it yet. */
public final class CachedConnectHook extends Hook {
    private static final Object NO_SOCKET = new Object();

    private final JedisSessions sessions = new JedisSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (RedisSource.get() == null || self == null) {
            return null;
        }
        Object before = sessions.socket(self);
        return before == null ? NO_SOCKET : before;
    }

    @Override
    public void exit(@Nullable Object self, Object before, @Nullable Object result, @Nullable Throwable thrown) {
        RedisSource redis = RedisSource.get();
        if (redis == null || self == null || thrown != null) {
            return;
        }
        Object present = sessions.socket(self);
        if (present != null && present != before) {
            sessions.connected(redis, self);
        }
    }
}
