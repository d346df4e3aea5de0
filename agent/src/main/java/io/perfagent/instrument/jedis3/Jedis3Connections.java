package io.perfagent.instrument.jedis3;

import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** Where a connection goes: read once per socket. What cannot be read leaves its attribute out. */
final class Jedis3Connections {
    private final SideTable side;
    private final @Nullable Method host = method("getHost");
    private final @Nullable Method port = method("getPort");
    private final @Nullable Field socket = Jedis3.field(Connection.class, "socket");
    private final @Nullable Field database;

    Jedis3Connections(SideTable side, @Nullable Class<?> binaryClient) {
        this.side = side;
        this.database = binaryClient == null ? null : Jedis3.field(binaryClient, "db");
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
        if (known != null && (known.socket == null ? present == null : known.socket.refersTo(present))) {
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
        Object index = database == null ? null : get(database, connection);
        String namespace = index instanceof Integer ? index.toString() : "0";
        String peer = null;
        int peerPort = 0;
        if (present != null && present.getInetAddress() != null) {
            peer = present.getInetAddress().getHostAddress();
            peerPort = present.getPort();
        }
        Object name = call(host, connection);
        Object number = call(port, connection);
        return name instanceof String && number instanceof Integer
                ? new DatabaseTarget("redis", namespace, (String) name, (Integer) number, peer, peerPort)
                : new DatabaseTarget("redis", namespace, peer, peerPort, peer, peerPort);
    }

    private static @Nullable Object call(@Nullable Method method, Connection connection) {
        try {
            return method == null ? null : method.invoke(connection);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Object get(@Nullable Field field, Connection connection) {
        try {
            return field == null ? null : field.get(connection);
        } catch (IllegalAccessException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Method method(String name) {
        try {
            return Connection.class.getMethod(name);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
