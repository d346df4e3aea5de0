package io.perfagent.instrument.jedispool;

import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** The connections that are out of their pools, each with who is to hear how it has fared. Safe for all threads. */
final class Borrows {
    private final SideTable side = Telemetry.get().tracing.side();

    /** One for each connection; used again each time it is borrowed, by the one thread that has it then. */
    private static final class Borrow extends SideEntry {
        volatile @Nullable OutboundHost host;
        volatile long startNanos;

        Borrow(Object resource, SideTable table) {
            super(resource, table);
        }
    }

    void begin(Object resource, OutboundHost host, long startNanos) {
        Borrow borrow = side.find(resource, Borrow.class);
        if (borrow == null) {
            borrow = new Borrow(resource, side);
            if (!side.add(borrow)) {
                host.saidNothing(startNanos);
                return;
            }
        }
        said(borrow, false, false); // it may have been given back in a way that nobody saw
        borrow.startNanos = startNanos;
        borrow.host = host;
    }

    /** It is about to be given back, as good or as broken; a second time says nothing. */
    void end(Object resource, boolean broken) {
        said(side.find(resource, Borrow.class), true, broken);
    }

    /** It is about to be given back as broken, because the application has closed it. */
    void endClosed(Object resource) {
        said(side.find(resource, Borrow.class), false, false);
    }

    private static void said(@Nullable Borrow borrow, boolean something, boolean broken) {
        OutboundHost host = borrow == null ? null : borrow.host;
        if (borrow == null || host == null) {
            return;
        }
        borrow.host = null;
        if (something) {
            host.ended(borrow.startNanos, System.nanoTime(), broken);
        } else {
            host.saidNothing(borrow.startNanos);
        }
    }
}
