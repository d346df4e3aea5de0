package io.perfagent.instrument.tomcat;

import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.DurationPoint;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.apache.tomcat.util.net.AbstractEndpoint;

/**
 * How long sockets with something to read wait for a thread of their connector. Of what carries a socket to its thread
 * Tomcat makes a new one each time, unless it is told to keep them: then the entry is kept too. Safe for all threads.
 */
final class SocketQueue {
    static final SocketQueue SHARED = new SocketQueue();

    private final Telemetry telemetry = Telemetry.get();
    private final SideTable side = telemetry.tracing.side();
    private final ProcessorEndpoint endpoints = new ProcessorEndpoint();

    private SocketQueue() {}

    /** A connector's endpoint, and where its waits are recorded. */
    private static final class Connector extends SideEntry {
        final DurationPoint point;
        final boolean keepsProcessors;

        Connector(AbstractEndpoint<?, ?> endpoint, SideTable table, DurationPoint point) {
            super(endpoint, table);
            this.point = point;
            this.keepsProcessors = endpoint.getSocketProperties().getProcessorCache() != 0;
        }
    }

    /** One processor of sockets, and since when it waits. */
    private static final class Waiting extends SideEntry {
        final Connector connector;
        long sinceNanos;
        long handingThread;

        Waiting(Object processor, SideTable table, Connector connector) {
            super(processor, table);
            this.connector = connector;
        }
    }

    /** A connector has made a processor, which it is about to hand to its threads. */
    void made(Object processor, AbstractEndpoint<?, ?> endpoint) {
        if (side.size() > side.capacity() / 2) {
            return; // half of the room is left to what must not be lost
        }
        Waiting entry = new Waiting(processor, side, connector(endpoint));
        stamp(entry);
        side.add(entry);
    }

    private Connector connector(AbstractEndpoint<?, ?> endpoint) {
        Connector known = side.find(endpoint, Connector.class);
        if (known == null) {
            known = new Connector(endpoint, side, telemetry.serverQueues.of(String.valueOf(endpoint.getName())));
            side.add(known);
        }
        return known;
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
        if (entry == null) {
            adopt(processor);
            return;
        }
        if (entry.handingThread != Thread.currentThread().getId()) {
            long waitNanos = System.nanoTime() - entry.sinceNanos;
            entry.connector.point.record(waitNanos, false, 0, 0, 0, 0);
            ThreadState.get().queueWaitNanos = waitNanos;
        }
        if (!entry.connector.keepsProcessors) {
            side.remove(entry);
        }
    }

    /** Of those that were made before this was woven, the ones that will be used again are timed from then on. */
    private void adopt(Object processor) {
        if (side.size() > side.capacity() / 2) {
            return;
        }
        AbstractEndpoint<?, ?> endpoint = endpoints.of(processor);
        if (endpoint != null) {
            Connector connector = connector(endpoint);
            if (connector.keepsProcessors) {
                side.add(new Waiting(processor, side, connector));
            }
        }
    }
}
