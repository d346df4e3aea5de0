package io.perfagent.instrument.jedis;

import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * Where a connection goes: read once per socket, from members that Jedis keeps to itself. One that a version does not have
 * leaves its attribute out.
 */
final class JedisConnections {
    private static final DatabaseTarget UNKNOWN = new DatabaseTarget("redis", "0", null, 0, null, 0);

    private final SideTable side;
    private final @Nullable Method hostAndPort = method("getHostAndPort");
    private final @Nullable Field socket = field("socket");
    private final @Nullable Field config = field("clientConfig");

    JedisConnections(SideTable side) {
        this.side = side;
    }

    private static final class Entry extends SideEntry {
        final DatabaseTarget target;
        final @Nullable WeakReference<Object> socket;

        Entry(Object connection, SideTable table, DatabaseTarget target, @Nullable Object socket) {
            super(connection, table);
            this.target = target;
            this.socket = socket == null ? null : new WeakReference<>(socket);
        }
    }

    DatabaseTarget target(Connection connection) {
        Object present = get(socket, connection);
        Entry known = side.find(connection, Entry.class);
        if (known != null && (known.socket == null ? present == null : known.socket.get() == present)) {
            return known.target;
        }
        if (known != null) {
            side.remove(known);
        }
        DatabaseTarget target = read(connection, present instanceof Socket ? (Socket) present : null);
        side.add(new Entry(connection, side, target, present));
        return target;
    }

    private DatabaseTarget read(Connection connection, @Nullable Socket present) {
        HostAndPort place = null;
        try {
            place = hostAndPort == null ? null : (HostAndPort) hostAndPort.invoke(connection);
        } catch (ReflectiveOperationException | RuntimeException e) {
            place = null;
        }
        Object settings = get(config, connection);
        String database = settings instanceof JedisClientConfig
                ? Integer.toString(((JedisClientConfig) settings).getDatabase())
                : "0";
        String peer = null;
        int peerPort = 0;
        if (present != null && present.getInetAddress() != null) {
            peer = present.getInetAddress().getHostAddress();
            peerPort = present.getPort();
        }
        if (place == null) {
            return peer == null ? UNKNOWN : new DatabaseTarget("redis", database, peer, peerPort, peer, peerPort);
        }
        return new DatabaseTarget("redis", database, place.getHost(), place.getPort(), peer, peerPort);
    }

    private static @Nullable Object get(@Nullable Field field, Connection connection) {
        try {
            return field == null ? null : field.get(connection);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable Method method(String name) {
        try {
            Method method = Connection.class.getDeclaredMethod(name);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Field field(String name) {
        try {
            Field field = Connection.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
