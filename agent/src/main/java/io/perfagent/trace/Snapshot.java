package io.perfagent.trace;

import org.jspecify.annotations.Nullable;

/** A context copied for later: what follows a task or a function. Immutable. */
public final class Snapshot {
    final long traceIdHi;
    final long traceIdLo;
    final long spanId;
    final byte flags;
    final boolean sampled;
    final @Nullable String traceState;
    final @Nullable String baggage;

    public Snapshot(Operation context) {
        traceIdHi = context.traceIdHi;
        traceIdLo = context.traceIdLo;
        spanId = context.spanId;
        flags = context.flags;
        sampled = context.sampled;
        traceState = context.traceState;
        baggage = context.baggage;
    }
}
