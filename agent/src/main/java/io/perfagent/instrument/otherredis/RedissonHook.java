package io.perfagent.instrument.otherredis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** Redisson sends something. */
public final class RedissonHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        RedisSource.foreignClient("Redisson");
        return null;
    }
}
