package io.perfagent.instrument.jedispool;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where the connections of a pool go: read once for each, from members that Jedis keeps to itself. A pool of sentinels, whose
 * master moves, and one that keeps it elsewhere have no place.
 */
final class PoolPlaces {
    private final SideTable side;

    PoolPlaces(SideTable side) {
        this.side = side;
    }

    /** An empty host: not known. */
    static final class Place extends SideEntry {
        final String host;
        final int port;

        Place(Object pool, SideTable table, String host, int port) {
            super(pool, table);
            this.host = host;
            this.port = port;
        }
    }

    Place of(Object pool) {
        Place known = side.find(pool, Place.class);
        return known == null ? read(pool) : known;
    }

    private Place read(Object pool) {
        HostAndPort found = null;
        if (!isOfSentinels(pool)) {
            Object inner = field(pool, "internalPool"); // of Jedis 3
            Object factory = call(inner == null ? pool : inner, "getFactory");
            found = factory == null ? null : place(factory);
        }
        Place made = found == null
                ? new Place(pool, side, "", 0)
                : new Place(pool, side, String.valueOf(found.getHost()), found.getPort());
        side.add(made);
        return made;
    }

    private static boolean isOfSentinels(Object pool) {
        for (Class<?> type = pool.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getSimpleName().contains("Sentinel")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable HostAndPort place(Object factory) {
        Object direct = field(factory, "hostAndPort"); // 3.0
        if (direct instanceof AtomicReference) {
            direct = ((AtomicReference<?>) direct).get();
        }
        if (direct instanceof HostAndPort) {
            return (HostAndPort) direct;
        }
        Object sockets = field(factory, "jedisSocketFactory");
        Object builder = sockets == null ? field(factory, "connectionBuilder") : null; // 7, but for JedisPool
        sockets = builder == null ? sockets : call(builder, "getSocketFactory");
        if (sockets == null) {
            return null;
        }
        Object whole = call(sockets, "getHostAndPort");
        if (whole instanceof HostAndPort) {
            return (HostAndPort) whole;
        }
        Object host = call(sockets, "getHost"); // of Jedis 3
        Object port = call(sockets, "getPort");
        return host instanceof String && port instanceof Integer
                ? new HostAndPort((String) host, (Integer) port)
                : null;
    }

    private static @Nullable Object field(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(owner);
            } catch (NoSuchFieldException e) {
                continue;
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable Object call(Object owner, String name) {
        try {
            Method method = owner.getClass().getMethod(name);
            method.setAccessible(true);
            return method.invoke(owner);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
