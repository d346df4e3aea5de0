package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisConnection;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;

/** A command is about to be sent, or put into a buffer to be sent with others. */
public final class CachedSendHook extends Hook {
    private static final String NOT_SEEN = "the agent's own code has failed where Jedis sends a command";

    private final JedisSessions sessions = new JedisSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object arguments, @Nullable Object second) {
        RedisSource redis = RedisSource.get();
        if (redis == null || self == null || !(arguments instanceof CommandArguments)) {
            return null;
        }
        try {
            CommandArguments sent = (CommandArguments) arguments;
            RedisCommand command = sessions.command(sent);
            byte[][] all = JedisSessions.arguments(command, sent);
            if (!((Connection) self).isConnected()) {
                sessions.await(redis, self, command, all);
                return self;
            }
            RedisConnection known = sessions.findOrBlind(redis, self);
            if (known != null) {
                known.session.sending(command, all, System.nanoTime());
            }
            return self;
        } catch (Throwable t) {
            redis.source().distrust(NOT_SEEN);
            return null;
        }
    }

    @Override
    public void exit(@Nullable Object self, Object connection, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            sessions.broken(connection);
        }
    }
}
