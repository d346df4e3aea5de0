package io.perfagent.instrument.lettuce;

import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.PipelinedSession;
import io.perfagent.cache.redis.RedisAction;
import io.perfagent.cache.redis.RedisRead;
import io.perfagent.cache.redis.RedisSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A connection takes one command or several. A read whose answer is kept is completed at once, by Lettuce's own decoder and
 * the command's own output; what may change something is in the way of such reads from here on, as its bytes may leave later.
 */
public final class CachedDispatchHook extends Hook {
    private static final int CLIENT_KIND = 'L';
    private static final int USUAL_BYTES = 64;
    private static final String NOT_SEEN = "the agent's own code has failed where Lettuce takes a command";

    private final LettuceLinks links = new LettuceLinks();
    private final @Nullable LettuceReplies replies = LettuceReplies.make();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object commands, @Nullable Object second) {
        RedisSource redis = RedisSource.get();
        if (redis == null || self == null) {
            return null;
        }
        if (commands instanceof RedisCommand) {
            return dispatched(redis, self, (RedisCommand<?, ?, ?>) commands, replies);
        }
        if (commands instanceof Collection) {
            for (Object command : (Collection<?>) commands) {
                if (command instanceof RedisCommand) {
                    dispatched(redis, self, (RedisCommand<?, ?, ?>) command, null);
                }
            }
        }
        return commands;
    }

    /** A connection refuses by an exception: no command of it will be answered. */
    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        if (state instanceof WatchedCommand) {
            WatchedCommand watched = (WatchedCommand) state;
            if (links.side.remove(watched)) {
                watched.givenUp();
            }
        } else if (state instanceof Collection) {
            for (Object command : (Collection<?>) state) {
                WatchedCommand watched = command instanceof RedisCommand
                        ? links.side.take(CommandWrapper.unwrap((RedisCommand<?, ?, ?>) command), WatchedCommand.class)
                        : null;
                if (watched != null) {
                    watched.givenUp();
                }
            }
        }
    }

    private @Nullable Object dispatched(
            RedisSource redis, Object connection, RedisCommand<?, ?, ?> decorated, @Nullable LettuceReplies by) {
        io.perfagent.cache.redis.RedisCommand kind = null;
        try {
            RedisCommand<?, ?, ?> command = CommandWrapper.unwrap(decorated);
            // One that is under way is handed on to a connection of a node.
            if (!(command instanceof Command) || links.side.find(command, WatchedCommand.class) != null) {
                return null;
            }
            kind = LettuceLinks.command(command.getType());
            if (kind.action == RedisAction.NONE) {
                return null;
            }
            PipelinedSession session = links.session(redis, connection);
            if (kind.action != RedisAction.KEPT_READ) {
                return watch(redis, new WatchedCommand(command, links.side, redis, session, session.dispatching(kind)));
            }
            // Without rules it is only measured, where its bytes are made.
            return by == null || !redis.hasRules() || !mayServe(connection, decorated, command)
                    ? null
                    : read(redis, (AsyncCommand<?, ?, ?>) decorated, command, kind, session, by);
        } catch (Throwable t) {
            if (kind != null && kind.action == RedisAction.KEPT_READ) {
                redis.source().failed(t);
            } else {
                redis.source().distrust(NOT_SEEN);
            }
            return null;
        }
    }

    /** Not of clusters and replicas, not reactive ones, none in a transaction of Lettuce's, none of an application's class. */
    private static boolean mayServe(Object connection, RedisCommand<?, ?, ?> decorated, RedisCommand<?, ?, ?> command) {
        return connection.getClass() == StatefulRedisConnectionImpl.class
                && decorated.getClass() == AsyncCommand.class
                && ((AsyncCommand<?, ?, ?>) decorated).getDelegate() == command
                && command.getClass() == Command.class;
    }

    private WatchedCommand watch(RedisSource redis, WatchedCommand watched) {
        if (!links.side.add(watched)) {
            redis.source().distrust("there are too many commands on their way to keep watch of");
            watched.givenUp();
        }
        return watched;
    }

    private @Nullable Object read(
            RedisSource redis,
            AsyncCommand<?, ?, ?> future,
            RedisCommand<?, ?, ?> command,
            io.perfagent.cache.redis.RedisCommand kind,
            PipelinedSession session,
            LettuceReplies by) {
        byte[][] arguments = arguments(command.getArgs());
        if (arguments == null) {
            return null;
        }
        WatchedCommand watched = new WatchedCommand(command, links.side, redis, session, false);
        RedisRead read = RedisRead.of(redis, watched, kind, arguments, CLIENT_KIND, true, false, System.nanoTime());
        byte[] reply = read == null ? null : read.reply;
        if (reply != null) {
            by.complete(future, reply);
            return Answer.returning(future);
        }
        try {
            if (read != null) {
                watched.asks(read);
            }
            return watch(redis, watched);
        } catch (Throwable t) {
            if (read != null) {
                read.failed(); // nobody is to wait for it
            }
            throw t;
        }
    }

    /** As they will be sent: by the application's codec, which is asked once more for them. */
    private static byte @Nullable [][] arguments(@Nullable CommandArgs<?, ?> all) {
        if (all == null || all.count() == 0) {
            return null;
        }
        ByteBuf buffer = Unpooled.buffer(USUAL_BYTES);
        all.encode(buffer);
        return RespRequest.arguments(buffer, all.count());
    }
}
