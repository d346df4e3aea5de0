package io.perfagent.trace.timeline;

import org.jspecify.annotations.Nullable;

/** One moment of a thread, read from its stripe. Reused; one thread's own. */
final class Moment {
    long threadId;
    long nanos;
    long spanId;
    long ended;
    long parent;
    long traceIdHi;
    long traceIdLo;

    @Nullable
    Object key;
}
