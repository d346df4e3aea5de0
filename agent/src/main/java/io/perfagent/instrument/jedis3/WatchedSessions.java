package io.perfagent.instrument.jedis3;

import io.perfagent.cache.redis.RedisServer;
import io.perfagent.cache.redis.RedisSession;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** The sessions of connections. */
final class WatchedSessions {
    private static final String TOO_MANY = "there are too many connections to keep watch of";

    private final Jedis3 jedis = new Jedis3();
    private final SideTable side = jedis.side;
    private final @Nullable Field socket = Jedis3.field(Connection.class, "socket");

    /** Null while caching is off, and for other versions. */
    @Nullable
    RedisSource redis() {
        return jedis.present ? RedisSource.get() : null;
    }

    @Nullable
    WatchedSession find(Object connection) {
        return side.find(connection, WatchedSession.class);
    }

    /** A new one, in place of any other; null, and nothing is served any more, if there is no room to keep it. */
    @Nullable
    WatchedSession open(RedisSource redis, Object connection, boolean fresh) {
        end(connection);
        Object present = socket(connection);
        SocketAddress remote = present instanceof Socket ? ((Socket) present).getRemoteSocketAddress() : null;
        RedisServer server = null;
        if (remote != null) {
            String text = remote.toString();
            server = redis.server(text.substring(text.indexOf('/') + 1));
        }
        WatchedSession made = new WatchedSession(connection, side, new RedisSession(redis, server, fresh));
        if (side.add(made)) {
            return made;
        }
        redis.source().distrust(TOO_MANY);
        return null;
    }

    void end(Object connection) {
        WatchedSession old = side.take(connection, WatchedSession.class);
        if (old != null) {
            old.session.ended(System.nanoTime());
        }
    }

    void await(RedisSource redis, WatchedSession.Waiting waiting) {
        if (!side.add(waiting)) {
            redis.source().distrust(TOO_MANY);
        }
    }

    WatchedSession.@Nullable Waiting waiting(Object connection) {
        return side.take(connection, WatchedSession.Waiting.class);
    }

    SideTable side() {
        return side;
    }

    @Nullable
    Object socket(Object connection) {
        try {
            return socket == null ? null : socket.get(connection);
        } catch (IllegalAccessException e) {
            return null;
        }
    }
}
