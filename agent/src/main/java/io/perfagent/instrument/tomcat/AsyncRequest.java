package io.perfagent.instrument.tomcat;

import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The operation of an async request between its dispatches. */
final class AsyncRequest extends SideEntry {
    private static final AtomicInteger PARKED = new AtomicInteger();

    private final Operation operation;

    private AsyncRequest(Object request, SideTable table, Operation operation) {
        super(request, table);
        this.operation = operation;
    }

    static void park(Tracing tracing, Object request, Operation operation) {
        // The table's entry must not keep the request that it belongs to; the response leads to it too.
        operation.subject = null;
        operation.detail = null;
        tracing.detach(operation);
        PARKED.incrementAndGet();
        tracing.side().add(new AsyncRequest(request, tracing.side(), operation));
    }

    /** Whether no request is parked; one that was lost with its connection may make this false for longer. */
    static boolean none() {
        return PARKED.get() <= 0;
    }

    static @Nullable Operation take(Tracing tracing, Object request) {
        AsyncRequest parked = tracing.side().take(request, AsyncRequest.class);
        if (parked == null) {
            return null;
        }
        PARKED.decrementAndGet();
        return parked.operation;
    }
}
