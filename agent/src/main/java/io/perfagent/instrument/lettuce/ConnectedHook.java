package io.perfagent.instrument.lettuce;

import io.netty.channel.ChannelHandlerContext;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import org.jspecify.annotations.Nullable;

/** A channel is connected, and what Lettuce itself has to say first is said. */
public final class ConnectedHook extends Hook {
    private final LettuceChannels channels =
            new LettuceChannels(Telemetry.get().tracing.side());
    private final LinkGuard guard = new LinkGuard();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object second) {
        if (context instanceof ChannelHandlerContext) {
            guard.connected(channels.target(((ChannelHandlerContext) context).channel()));
        }
        return null;
    }
}
