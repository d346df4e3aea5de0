package io.perfagent.instrument.lettuce;

import io.lettuce.core.RedisURI;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.RedisConnection;
import io.perfagent.trace.side.SideTable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a channel leads, read once per channel. Used on the channel's event loop. */
final class LettuceChannels {
    private final SideTable side;

    /** The URI that a channel was opened for, its password masked; Lettuce 6.1 and newer. */
    private final @Nullable AttributeKey<?> uri = uriKey();

    LettuceChannels(SideTable side) {
        this.side = side;
    }

    DatabaseTarget target(Channel channel) {
        RedisConnection known = side.find(channel, RedisConnection.class);
        if (known == null) {
            known = new RedisConnection(channel, side, read(channel));
            side.add(known);
        }
        return known.target;
    }

    private DatabaseTarget read(Channel channel) {
        Object opened = uri == null ? null : channel.attr(uri).get();
        String database = opened instanceof String ? database((String) opened) : null;
        SocketAddress remote = channel.remoteAddress();
        if (!(remote instanceof InetSocketAddress)) {
            // The path of a Unix domain socket.
            return new DatabaseTarget("redis", database, remote == null ? null : remote.toString(), 0, null, 0);
        }
        InetSocketAddress server = (InetSocketAddress) remote;
        String peer = server.getAddress() == null ? null : server.getAddress().getHostAddress();
        return new DatabaseTarget("redis", database, server.getHostString(), server.getPort(), peer, server.getPort());
    }

    private static @Nullable String database(String uri) {
        try {
            return Integer.toString(RedisURI.create(uri).getDatabase());
        } catch (RuntimeException e) {
            return null; // a user name that a URI cannot hold
        }
    }

    /** Lettuce's own key: it must be the first to make one of that name, or it cannot. */
    private static @Nullable AttributeKey<?> uriKey() {
        try {
            Class<?> builder =
                    Class.forName("io.lettuce.core.ConnectionBuilder", true, RedisURI.class.getClassLoader());
            return (AttributeKey<?>) builder.getField("REDIS_URI").get(null);
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            return null;
        }
    }
}
