package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisCommands;
import io.perfagent.cache.redis.RedisConnection;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.commands.ProtocolCommand;

/** A command is about to be sent, or put into a buffer to be sent with others. */
public final class WatchedSendHook extends Hook {
    private static final int CLIENT_KIND = '3';

    private final WatchedSessions sessions = new WatchedSessions();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object command, @Nullable Object arguments) {
        RedisSource redis = sessions.redis();
        if (redis == null
                || self == null
                || !(command instanceof ProtocolCommand)
                || !(arguments instanceof byte[][])) {
            return null;
        }
        try {
            send(redis, self, RedisCommands.of(((ProtocolCommand) command).getRaw()), (byte[][]) arguments);
            return self;
        } catch (Throwable t) {
            redis.source().distrust("a write of Jedis was not understood: " + t);
            return null;
        }
    }

    private void send(RedisSource redis, Object connection, RedisCommand command, byte[][] arguments) {
        if (!((Connection) connection).isConnected()) {
            sessions.await(redis, connection, command, arguments);
            return;
        }
        RedisConnection known = sessions.findOrBlind(redis, connection);
        if (known == null) {
            return;
        }
        long now = System.nanoTime();
        RedisRead read = RedisRead.of(redis, known.session, command, arguments, CLIENT_KIND, false, false, now);
        if (read != null) {
            known.read = read;
        }
        known.session.sending(command, arguments, now);
    }

    @Override
    public void exit(@Nullable Object self, Object connection, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            sessions.broken(connection);
        }
    }
}
