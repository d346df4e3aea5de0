package io.perfagent.instrument.lettuce;

import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.redis.RedisLink;
import io.perfagent.cache.redis.RedisSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Commands are written to a channel: now it is known where they go, and what the first ones make of it. One of a class of the
 * application's makes its bytes where nobody sees them.
 */
public final class WatchedWriteHook extends Hook {
    private static final byte[][] NONE = {};
    private static final String NOT_SEEN = "the agent's own code has failed where Lettuce writes a command";

    private final LettuceLinks links = new LettuceLinks();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object commands) {
        RedisSource redis = RedisSource.get();
        if (redis == null || !(context instanceof ChannelHandlerContext)) {
            return null;
        }
        try {
            RedisLink link = links.writtenTo(redis, ((ChannelHandlerContext) context).channel());
            if (commands instanceof Collection) {
                for (Object command : (Collection<?>) commands) {
                    written(link, command);
                }
            } else {
                written(link, commands);
            }
        } catch (Throwable t) {
            redis.source().distrust(NOT_SEEN);
        }
        return null;
    }

    private void written(RedisLink link, @Nullable Object written) {
        if (!(written instanceof RedisCommand)) {
            return;
        }
        RedisCommand<?, ?, ?> command = CommandWrapper.unwrap((RedisCommand<?, ?, ?>) written);
        if (!(command instanceof Command)) {
            Caches caches = Caches.get();
            if (caches != null) {
                caches.unseenClient(Family.REDIS, command.getClass().getName());
            }
            return;
        }
        io.perfagent.cache.redis.RedisCommand kind = LettuceLinks.command(command.getType());
        if (RedisLink.isAboutConnection(kind)) {
            link.saying(kind, arguments(command.getArgs()));
        } else {
            link.sending();
        }
        WatchedCommand watched = links.side.find(command, WatchedCommand.class);
        if (watched != null) {
            watched.writing(link);
        }
    }

    private static byte[][] arguments(@Nullable CommandArgs<?, ?> all) {
        if (all == null || all.count() == 0) {
            return NONE;
        }
        ByteBuf buffer = Unpooled.buffer();
        all.encode(buffer);
        byte[][] arguments = RespRequest.arguments(buffer, all.count());
        return arguments == null ? NONE : arguments;
    }
}
