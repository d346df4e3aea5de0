package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisAction;
import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisConnection;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisReply;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.util.KeyValue;

/**
 * A command is to be executed: if it is a read whose answer is kept, that answer is decoded by the command's own builder and
 * nothing is sent.
 */
public final class CachedCommandHook extends Hook {
    private static final int CLIENT_KIND = 'J';

    private final JedisSessions sessions = new JedisSessions();
    private final RedisReply.Pairs pairs = new JedisPairs();

    private static final class JedisPairs implements RedisReply.Pairs {
        @Override
        public Object pair(@Nullable Object key, @Nullable Object value) {
            return new KeyValue<>(key, value);
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object command, @Nullable Object second) {
        RedisSource redis = RedisSource.get();
        if (redis == null || self == null || !(command instanceof CommandObject)) {
            return null;
        }
        try {
            return read(redis, self, (CommandObject<?>) command);
        } catch (Throwable t) {
            redis.source().failed(t);
            sessions.forgetRead(self); // what is sent now counts as any read that nobody has looked at
            return null;
        }
    }

    private @Nullable Object read(RedisSource redis, Object self, CommandObject<?> object) {
        CommandArguments sent = object.getArguments();
        RedisCommand command = sessions.command(sent);
        // A connection that keeps answers itself must ask the server, which tells it of changes then.
        if (command.action != RedisAction.KEPT_READ || self.getClass() != Connection.class) {
            return null;
        }
        RedisConnection known = sessions.find(self);
        if (known == null || !((Connection) self).isConnected()) {
            return null;
        }
        known.read = null;
        if (known.session.isPlain()) {
            redis.proven();
        }
        RedisRead read = RedisRead.of(
                redis,
                known.session,
                command,
                JedisSessions.arguments(command, sent),
                CLIENT_KIND,
                true,
                true,
                System.nanoTime());
        if (read == null) {
            return null;
        }
        byte[] reply = read.reply;
        if (reply == null) {
            known.read = read;
            return known;
        }
        Object value = RedisReply.decode(reply, pairs);
        try {
            return Answer.returning(object.getBuilder().build(value));
        } catch (RuntimeException e) {
            return null; // the application's builder: it fails again, where the application expects it
        }
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        RedisConnection known = (RedisConnection) state;
        RedisRead read = known.read;
        known.read = null;
        if (read == null) {
            return;
        }
        if (thrown == null) {
            read.returned(System.nanoTime());
        } else {
            read.failed();
        }
    }
}
