package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** A connection ends: what it has sent and not been told about may still be carried out. */
public final class CachedDisconnectHook extends Hook {
    private final JedisSessions sessions = new JedisSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (RedisSource.get() != null && self != null) {
            sessions.end(self);
        }
        return null;
    }
}
