package io.perfagent.trace;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** The context that follows a task, copied when it was handed over; subclasses may add what else they need to know. */
public class Carrier extends SideEntry {
    final boolean present;
    final long traceIdHi;
    final long traceIdLo;
    final long spanId;
    final byte flags;
    final boolean sampled;
    final @Nullable String traceState;
    final @Nullable String baggage;

    /** @param context the operation that is current where the task is handed over, or null */
    protected Carrier(Object owner, SideTable table, @Nullable Operation context) {
        super(owner, table);
        present = context != null;
        traceIdHi = context == null ? 0 : context.traceIdHi;
        traceIdLo = context == null ? 0 : context.traceIdLo;
        spanId = context == null ? 0 : context.spanId;
        flags = context == null ? 0 : context.flags;
        sampled = context != null && context.sampled;
        traceState = context == null ? null : context.traceState;
        baggage = context == null ? null : context.baggage;
    }
}
