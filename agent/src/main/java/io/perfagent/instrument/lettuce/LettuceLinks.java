package io.perfagent.instrument.lettuce;

import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.perfagent.cache.redis.EncryptedAddress;
import io.perfagent.cache.redis.PipelinedSession;
import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisCommands;
import io.perfagent.cache.redis.RedisLink;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The channels and connections of Lettuce, each with what is known of it for caching. Safe for all threads. */
final class LettuceLinks {
    private static final String TOO_MANY = "there are too many connections to keep watch of";

    private static final String PROXY_HANDLER = "io.netty.handler.proxy.ProxyHandler";

    final SideTable side = Telemetry.get().tracing.side();

    /** Beside a channel. */
    private static final class Linked extends SideEntry {
        final RedisLink link;

        Linked(Object channel, SideTable table, RedisLink link) {
            super(channel, table);
            this.link = link;
        }
    }

    /** Beside a connection. */
    private static final class Session extends SideEntry {
        final PipelinedSession session;

        Session(Object connection, SideTable table, PipelinedSession session) {
            super(connection, table);
            this.session = session;
        }
    }

    /** Of a command's name. */
    static RedisCommand command(ProtocolKeyword type) {
        return RedisCommands.of(LettuceText.name(type));
    }

    /** A channel that nothing has been said on yet; or else one that nobody saw begin. */
    RedisLink open(RedisSource redis, Channel channel, boolean fresh) {
        RedisLink link = new RedisLink(redis, fresh);
        if (!side.add(new Linked(channel, side, link))) {
            redis.source().distrust(TOO_MANY);
        }
        return link;
    }

    /** The one of a channel that is written to. */
    RedisLink writtenTo(RedisSource redis, Channel channel) {
        RedisLink known = find(channel);
        RedisLink link = known == null ? open(redis, channel, false) : known;
        if (!link.isLed()) {
            SocketAddress remote = channel.remoteAddress();
            String text = remote == null ? null : remote.toString();
            // An unresolved name before it: the same address may have several.
            String address = text == null ? null : text.substring(text.indexOf('/') + 1);
            ChannelPipeline pipeline = channel.pipeline();
            if (address != null && isProxied(pipeline)) {
                address = null; // the proxy's: what is behind it may be any server
            }
            SslHandler encryption = pipeline.get(SslHandler.class);
            boolean isEncrypted =
                    encryption != null || pipeline.names().toString().contains("Ssl");
            if (address != null && isEncrypted) {
                address = encryption == null
                        ? null
                        : EncryptedAddress.of(address, encryption.engine().getSSLParameters());
            }
            link.leadsTo(address, isEncrypted);
        }
        return link;
    }

    /** By the handlers' names: the library that they are of need not be there. */
    private static boolean isProxied(ChannelPipeline pipeline) {
        for (Map.Entry<String, ChannelHandler> each : pipeline) {
            for (Class<?> type = each.getValue().getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(PROXY_HANDLER)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The one of a channel; null if there is none. */
    @Nullable
    RedisLink find(Channel channel) {
        Linked known = side.find(channel, Linked.class);
        return known == null ? null : known.link;
    }

    PipelinedSession session(RedisSource redis, Object connection) {
        Session known = side.find(connection, Session.class);
        return known != null ? known.session : make(redis, connection);
    }

    private PipelinedSession make(RedisSource redis, Object connection) {
        synchronized (side) { // one of a connection, whichever hook comes first
            Session known = side.find(connection, Session.class);
            if (known != null) {
                return known.session;
            }
            Session made = new Session(connection, side, new PipelinedSession(redis));
            if (!side.add(made)) {
                redis.source().distrust(TOO_MANY);
            }
            return made.session;
        }
    }
}
