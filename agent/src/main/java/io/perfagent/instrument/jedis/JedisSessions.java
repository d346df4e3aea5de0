package io.perfagent.instrument.jedis;

import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisCommands;
import io.perfagent.cache.redis.RedisKeys;
import io.perfagent.cache.redis.RedisServer;
import io.perfagent.cache.redis.RedisSession;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;

/** The sessions of connections, and how Jedis says what it sends. */
final class JedisSessions {
    private static final byte[][] NONE = new byte[0][];

    private final SideTable side = Telemetry.get().tracing.side();
    private final @Nullable Field socket = field();

    /** By ordinal; filled as they come, more than once at worst. */
    private final @Nullable RedisCommand[] known = new RedisCommand[Protocol.Command.values().length];

    @Nullable
    JedisSession find(Object connection) {
        return side.find(connection, JedisSession.class);
    }

    /** The one of a connection; if there is none, it was opened before anybody watched. */
    @Nullable
    JedisSession findOrBlind(RedisSource redis, Object connection) {
        JedisSession found = find(connection);
        return found != null ? found : open(redis, connection, false);
    }

    /** A new one, in place of any other; null, and nothing is served any more, if there is no room to keep it. */
    @Nullable
    JedisSession open(RedisSource redis, Object connection, boolean fresh) {
        end(connection);
        JedisSession made = new JedisSession(
                connection, side, new RedisSession(redis, server(redis, (Connection) connection), fresh));
        if (side.add(made)) {
            return made;
        }
        redis.source().distrust("there are too many connections to keep watch of");
        return null;
    }

    void end(Object connection) {
        JedisSession old = side.take(connection, JedisSession.class);
        if (old != null) {
            old.session.ended(System.nanoTime());
        }
    }

    /** A command waits for its connection. */
    void await(RedisSource redis, Object connection, RedisCommand command, byte[][] arguments) {
        if (!side.add(new JedisSession.Waiting(connection, side, command, arguments))) {
            redis.source().distrust("there are too many connections to keep watch of");
        }
    }

    JedisSession.@Nullable Waiting waiting(Object connection) {
        return side.take(connection, JedisSession.Waiting.class);
    }

    private @Nullable RedisServer server(RedisSource redis, Connection connection) {
        Object present = socket(connection);
        SocketAddress remote = present instanceof Socket ? ((Socket) present).getRemoteSocketAddress() : null;
        if (remote == null) {
            return null;
        }
        // An unresolved name before it: the same address may have several.
        String text = remote.toString();
        return redis.server(text.substring(text.indexOf('/') + 1));
    }

    @Nullable
    Object socket(Object connection) {
        try {
            return socket == null ? null : socket.get(connection);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    RedisCommand command(CommandArguments arguments) {
        ProtocolCommand sent = arguments.getCommand();
        if (!(sent instanceof Protocol.Command)) {
            return RedisCommands.of(sent.getRaw());
        }
        int ordinal = ((Protocol.Command) sent).ordinal();
        RedisCommand command = known[ordinal];
        if (command == null) {
            command = RedisCommands.of(sent.getRaw());
            known[ordinal] = command;
        }
        return command;
    }

    /** What follows the command's name; not copied. Empty where nobody asks. */
    static byte[][] arguments(RedisCommand command, CommandArguments sent) {
        if (command.keys == RedisKeys.NONE && !command.readsArguments()) {
            return NONE;
        }
        byte[][] all = new byte[sent.size() - 1][];
        int at = -1;
        for (Rawable each : sent) {
            if (at >= 0) {
                all[at] = each.getRaw();
            }
            at++;
        }
        return all;
    }

    private static @Nullable Field field() {
        try {
            Field field = Connection.class.getDeclaredField("socket");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
