package io.perfagent.cache.redis;

import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The connections of a client whose socket is a field, each with its session. Safe for all threads. */
public class RedisConnections {
    private static final String TOO_MANY = "there are too many connections to keep watch of";

    private final SideTable side;
    private final @Nullable Field socket;

    /** @param socket the field of a connection that holds its socket; null where it cannot be read */
    protected RedisConnections(SideTable side, @Nullable Field socket) {
        this.side = side;
        this.socket = socket;
    }

    public final @Nullable RedisConnection find(Object connection) {
        return side.find(connection, RedisConnection.class);
    }

    /** The one of a connection; if there is none, it was opened before anybody watched. */
    public final @Nullable RedisConnection findOrBlind(RedisSource redis, Object connection) {
        RedisConnection found = find(connection);
        return found != null ? found : open(redis, connection, false);
    }

    private @Nullable RedisConnection open(RedisSource redis, Object connection, boolean fresh) {
        end(connection);
        RedisConnection made =
                new RedisConnection(connection, side, new RedisSession(redis, server(redis, connection), fresh));
        if (side.add(made)) {
            return made;
        }
        redis.source().distrust(TOO_MANY);
        return null;
    }

    /**
     * It has a new socket, on which nothing has been said yet: watched from here on, in place of any other; nothing is served
     * any more if there is no room to keep it.
     */
    public final void connected(RedisSource redis, Object connection) {
        RedisConnection made = open(redis, connection, true);
        RedisConnection.Waiting waiting = side.take(connection, RedisConnection.Waiting.class);
        if (made != null && waiting != null) {
            made.session.sending(waiting.command, waiting.arguments, System.nanoTime());
        }
    }

    /** It ends: what it has sent and not been told about may still be carried out. */
    public final void end(Object connection) {
        RedisConnection old = side.take(connection, RedisConnection.class);
        if (old != null) {
            old.session.ended(System.nanoTime());
        }
    }

    /** A command waits for its connection to be made. */
    public final void await(RedisSource redis, Object connection, RedisCommand command, byte[][] arguments) {
        end(connection);
        if (!side.add(new RedisConnection.Waiting(connection, side, command, arguments))) {
            redis.source().distrust(TOO_MANY);
        }
    }

    /** Sending has failed: nobody knows what of it was carried out. */
    public final void broken(Object connection) {
        side.take(connection, RedisConnection.Waiting.class); // its connection was not made
        RedisConnection known = find(connection);
        if (known == null) {
            return;
        }
        RedisRead read = known.read;
        known.read = null;
        if (read != null) {
            read.failed();
        }
        known.session.broken(System.nanoTime());
    }

    /** A read that was looked at goes its own way: it counts as one that was not. */
    public final void forgetRead(Object connection) {
        RedisConnection known = find(connection);
        if (known != null) {
            RedisRead read = known.read;
            known.read = null;
            known.session.notReading();
            if (read != null) {
                read.failed();
            }
        }
    }

    private @Nullable RedisServer server(RedisSource redis, Object connection) {
        Object present = socket(connection);
        SocketAddress remote = present instanceof Socket ? ((Socket) present).getRemoteSocketAddress() : null;
        if (present == null || remote == null) {
            return null;
        }
        // An unresolved name before it: the same address may have several.
        String text = remote.toString();
        String address = text.substring(text.indexOf('/') + 1);
        if (!present.getClass().getName().contains("SSL")) {
            return redis.server(address);
        }
        if (!(present instanceof SSLSocket)) {
            return null;
        }
        RedisServer server = redis.server(EncryptedAddress.of(address, ((SSLSocket) present).getSSLParameters()));
        if (server != null) {
            server.encrypted = true;
        }
        return server;
    }

    /** Its socket now; null without one. */
    public final @Nullable Object socket(Object connection) {
        try {
            return socket == null ? null : socket.get(connection);
        } catch (IllegalAccessException e) {
            return null;
        }
    }
}
