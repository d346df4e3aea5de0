package io.perfagent.instrument.jedis;

import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisCommands;
import io.perfagent.cache.redis.RedisConnections;
import io.perfagent.cache.redis.RedisKeys;
import io.perfagent.instrument.family.Telemetry;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;

/** The sessions of connections, and how Jedis says what it sends. */
final class JedisSessions extends RedisConnections {
    private static final byte[][] NONE = new byte[0][];

    /** By ordinal; filled as they come, more than once at worst. */
    private final @Nullable RedisCommand[] known = new RedisCommand[Protocol.Command.values().length];

    JedisSessions() {
        super(Telemetry.get().tracing.side(), field());
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
