package io.perfagent.instrument.lettuce;

import io.netty.channel.ChannelHandlerContext;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisLink;
import io.perfagent.cache.redis.RedisSource;
import org.jspecify.annotations.Nullable;

/** A channel has ended. */
public final class ChannelEndHook extends Hook {
    private final LettuceLinks links = new LettuceLinks();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object context, @Nullable Object second) {
        if (RedisSource.get() != null && context instanceof ChannelHandlerContext) {
            RedisLink link = links.find(((ChannelHandlerContext) context).channel());
            if (link != null) {
                link.ended();
            }
        }
        return null;
    }
}
