package io.perfagent.instrument.hikari;

import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Since when each of a pool's connections is in use, kept beside the pool's own entry for it. */
final class Borrows {
    private final SideTable side = Telemetry.get().tracing.side();
    private volatile @Nullable Field entryOfProxy;
    private volatile boolean unknown;

    /** One per physical connection; reused for each borrow. */
    private static final class Borrow extends SideEntry {
        volatile long sinceNanos;
        volatile boolean inUse;

        Borrow(Object entry, SideTable table) {
            super(entry, table);
        }
    }

    /** A proxy was handed out. */
    void begin(Object proxy) {
        Object entry = unknown ? null : entry(proxy);
        if (entry == null) {
            return;
        }
        Borrow borrow = side.find(entry, Borrow.class);
        if (borrow == null) {
            borrow = new Borrow(entry, side);
            side.add(borrow);
        }
        borrow.sinceNanos = System.nanoTime();
        borrow.inUse = true;
    }

    /** How long the connection of a pool's entry was in use, or -1 if its borrowing was not seen. */
    long end(Object entry) {
        Borrow borrow = side.find(entry, Borrow.class);
        if (borrow == null || !borrow.inUse) {
            return -1;
        }
        borrow.inUse = false;
        return System.nanoTime() - borrow.sinceNanos;
    }

    private @Nullable Object entry(Object proxy) {
        try {
            Field field = entryOfProxy;
            if (field == null) {
                field = find(proxy.getClass());
                field.setAccessible(true);
                entryOfProxy = field;
            }
            return field.get(proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            unknown = true; // a version that keeps it elsewhere: uses are then not measured
            return null;
        }
    }

    private static Field find(Class<?> proxy) throws NoSuchFieldException {
        for (Class<?> type = proxy; type != null; type = type.getSuperclass()) {
            if (type.getName().equals("com.zaxxer.hikari.pool.ProxyConnection")) {
                return type.getDeclaredField("poolEntry");
            }
        }
        throw new NoSuchFieldException("poolEntry");
    }
}
