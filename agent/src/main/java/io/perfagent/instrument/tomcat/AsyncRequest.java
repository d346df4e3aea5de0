package io.perfagent.instrument.tomcat;

import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** The operation of an async request between its dispatches. */
final class AsyncRequest extends SideEntry {
    private final Operation operation;

    private AsyncRequest(Object request, SideTable table, Operation operation) {
        super(request, table);
        this.operation = operation;
    }

    static void park(Tracing tracing, Object request, Operation operation) {
        tracing.detach(operation);
        tracing.side().add(new AsyncRequest(request, tracing.side(), operation));
    }

    static @Nullable Operation take(Tracing tracing, Object request) {
        AsyncRequest parked = tracing.side().take(request, AsyncRequest.class);
        return parked == null ? null : parked.operation;
    }
}
