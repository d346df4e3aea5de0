package io.perfagent.instrument.otherredis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** Valkey's client sends something. */
public final class ValkeyHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        RedisSource.foreignClient("Valkey's client");
        return null;
    }
}
