package io.perfagent.instrument.lettuce;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** A reply, or the part of it that has come, is decoded: what is to be kept is kept as it came. */
public final class ReplyPartHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    /** Where it begins. */
    private static final class Start {
        final WatchedCommand command;
        final ByteBuf buffer;
        final int index;

        Start(WatchedCommand command, ByteBuf buffer) {
            this.command = command;
            this.buffer = buffer;
            this.index = buffer.readerIndex();
        }
    }

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object buffer, @Nullable Object command) {
        RedisSource redis = RedisSource.get();
        if (redis == null || !redis.hasRules() || !(buffer instanceof ByteBuf) || !(command instanceof RedisCommand)) {
            return null;
        }
        WatchedCommand watched =
                side.find(CommandWrapper.unwrap((RedisCommand<?, ?, ?>) command), WatchedCommand.class);
        return watched == null || !watched.wantsReply() ? null : new Start(watched, (ByteBuf) buffer);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Start start = (Start) state;
        start.command.reply(start.buffer, start.index);
    }
}
