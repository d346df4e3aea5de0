package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** A connection sees to it that it has a socket: if that is a new one, nothing has been said on it yet. */
public final class CachedConnectHook extends Hook {
    private static final Object NO_SOCKET = new Object();
    private static final String NOT_SEEN = "the agent's own code has failed where Jedis connects";

    private final JedisSessions sessions = new JedisSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (RedisSource.get() == null || self == null) {
            return null;
        }
        try {
            Object before = sessions.socket(self);
            return before == null ? NO_SOCKET : before;
        } catch (Throwable t) {
            return NO_SOCKET; // any socket is a new one then
        }
    }

    @Override
    public void exit(@Nullable Object self, Object before, @Nullable Object result, @Nullable Throwable thrown) {
        RedisSource redis = RedisSource.get();
        if (redis == null || self == null || thrown != null) {
            return;
        }
        try {
            Object present = sessions.socket(self);
            if (present != null && present != before) {
                sessions.connected(redis, self);
            }
        } catch (Throwable t) {
            redis.source().distrust(NOT_SEEN); // what is known of its last socket may be taken for this one's
        }
    }
}
