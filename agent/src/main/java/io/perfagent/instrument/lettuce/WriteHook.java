package io.perfagent.instrument.lettuce;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.ChannelHandlerContext;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.RedisCall;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One command or several are written to a channel, on its event loop: now it is known where they go. */
public final class WriteHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();
    private final LettuceChannels channels = new LettuceChannels(side);

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object commands) {
        if (!(context instanceof ChannelHandlerContext)) {
            return null;
        }
        if (commands instanceof RedisCommand) {
            written((ChannelHandlerContext) context, (RedisCommand<?, ?, ?>) commands);
        } else if (commands instanceof Collection) {
            for (Object command : (Collection<?>) commands) {
                if (command instanceof RedisCommand) {
                    written((ChannelHandlerContext) context, (RedisCommand<?, ?, ?>) command);
                }
            }
        }
        return null;
    }

    private void written(ChannelHandlerContext context, RedisCommand<?, ?, ?> decorated) {
        RedisCall call = side.find(CommandWrapper.unwrap(decorated), RedisCall.class);
        if (call != null) {
            DatabaseTarget target = channels.target(context.channel());
            call.target = target;
            if (call.connection.target != target) {
                call.connection.target = target;
            }
        }
    }
}
