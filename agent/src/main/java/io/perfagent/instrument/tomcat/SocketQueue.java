package io.perfagent.instrument.tomcat;

import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.DurationPoint;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.apache.tomcat.util.net.AbstractEndpoint;

/**
 * How long sockets with something to read wait for a thread of their connector. Tomcat reuses what carries a socket to its
 * thread, so that nothing is allocated for most requests. Safe for all threads.
 */
final class SocketQueue {
    static final SocketQueue SHARED = new SocketQueue();

    private final Telemetry telemetry = Telemetry.get();
    private final SideTable side = telemetry.tracing.side();

    private SocketQueue() {}

    /** One processor of sockets, and since when it waits. */
    private static final class Waiting extends SideEntry {
        final DurationPoint point;
        long sinceNanos;
        long handingThread;

        Waiting(Object processor, SideTable table, DurationPoint point) {
            super(processor, table);
            this.point = point;
        }
    }

    /** A connector has made a processor, which it is about to hand to its threads. */
    void made(Object processor, AbstractEndpoint<?, ?> endpoint) {
        Waiting entry = new Waiting(processor, side, telemetry.serverQueues.of(String.valueOf(endpoint.getName())));
        stamp(entry);
        side.add(entry);
    }

    /** A connector is about to hand a processor that it has used before to its threads. */
    void reused(Object processor) {
        Waiting entry = side.find(processor, Waiting.class);
        if (entry != null) {
            stamp(entry);
        }
    }

    /** What hands it over makes it visible to the thread that takes it. */
    private static void stamp(Waiting entry) {
        entry.handingThread = Thread.currentThread().getId();
        entry.sinceNanos = System.nanoTime();
    }

    /** A thread begins with a socket; one that handed it to itself has not waited. */
    void begins(Object processor) {
        Waiting entry = side.find(processor, Waiting.class);
        if (entry != null && entry.handingThread != Thread.currentThread().getId()) {
            entry.point.record(System.nanoTime() - entry.sinceNanos, false, 0, 0, 0, 0);
        }
    }
}
