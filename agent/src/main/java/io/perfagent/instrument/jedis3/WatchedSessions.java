package io.perfagent.instrument.jedis3;

import io.perfagent.cache.redis.RedisConnections;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** The sessions of connections. */
final class WatchedSessions extends RedisConnections {
    private final boolean present;

    WatchedSessions() {
        this(new Jedis3());
    }

    private WatchedSessions(Jedis3 jedis) {
        super(jedis.side, Jedis3.field(Connection.class, "socket"));
        present = jedis.present;
    }

    /** Null while caching is off, and for other versions. */
    @Nullable
    RedisSource redis() {
        return present ? RedisSource.get() : null;
    }
}
