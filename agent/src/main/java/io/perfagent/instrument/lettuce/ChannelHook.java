package io.perfagent.instrument.lettuce;

import io.netty.channel.ChannelHandlerContext;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** A channel is made: nothing has been said on it. By the time that it is connected, its first command may have been. */
public final class ChannelHook extends Hook {
    private final LettuceLinks links = new LettuceLinks();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object second) {
        RedisSource redis = RedisSource.get();
        if (redis != null && context instanceof ChannelHandlerContext) {
            links.open(redis, ((ChannelHandlerContext) context).channel(), true);
        }
        return null;
    }
}
