package io.perfagent.trace.propagation;

import org.jspecify.annotations.Nullable;

/** What a request says of the trace it belongs to. Filled by {@link Propagation#extract}; not thread-safe, reusable. */
public final class RemoteContext {
    /** High half of the trace identifier; 0 for one of 64 bits. */
    public long traceHi;

    /** Low half of the trace identifier. */
    public long traceLo;

    /** Identifier of the caller's span; 0: there is no trace context. */
    public long spanId;

    /** W3C trace flags: 1 sampled, 2 random trace identifier; no others. */
    public byte flags;

    /** Whether the caller has decided on sampling; false only for B3 that leaves it open. */
    public boolean sampledKnown;

    /** The {@code tracestate} header as received; null when there is none or it is malformed. */
    public @Nullable String traceState;

    /** The {@code baggage} header as received, at most 8192 characters; null when there is none or it is malformed. */
    public @Nullable String baggage;

    /** Forgets everything. */
    public void clear() {
        traceHi = 0;
        traceLo = 0;
        spanId = 0;
        flags = 0;
        sampledKnown = false;
        traceState = null;
        baggage = null;
    }
}
