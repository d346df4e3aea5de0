package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisConnection;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** A reply has been read; the application does not have it yet. */
public final class CachedReplyHook extends Hook {
    private final JedisSessions sessions = new JedisSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        RedisSource redis = RedisSource.get();
        return redis == null || self == null ? null : sessions.findOrBlind(redis, self);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        RedisConnection known = (RedisConnection) state;
        if (thrown != null && !(thrown instanceof JedisDataException)) {
            known.session.broken(System.nanoTime());
            return;
        }
        RedisRead read = known.read;
        try {
            if (read != null && thrown == null) {
                read.answered(result);
            }
        } finally {
            known.session.replied(thrown != null);
        }
    }
}
