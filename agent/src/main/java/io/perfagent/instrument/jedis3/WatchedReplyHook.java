package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisConnection;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** A reply has been read; the application does not have it yet. */
public final class WatchedReplyHook extends Hook {
    private final WatchedSessions sessions = new WatchedSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        RedisSource redis = sessions.redis();
        if (self == null || redis == null) {
            return null;
        }
        return sessions.findOrBlind(redis, self);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        RedisConnection known = (RedisConnection) state;
        RedisRead read = known.read;
        known.read = null;
        try {
            if (read != null) {
                tell(read, result, thrown);
            }
        } finally {
            if (thrown == null || thrown instanceof JedisDataException) {
                known.session.replied(thrown != null);
            } else {
                known.session.broken(System.nanoTime());
            }
        }
    }

    private static void tell(RedisRead read, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            read.failed();
        } else {
            read.answered(result);
            read.returned(System.nanoTime());
        }
    }
}
