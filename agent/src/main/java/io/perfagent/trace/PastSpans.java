package io.perfagent.trace;

import io.perfagent.export.proto.ProtoWriter;
import io.perfagent.trace.sampling.IdGenerator;

/** One trace of what is over, written span by span; for the thread that makes it. Of no call, and so not recycled. */
public final class PastSpans {
    private static final byte SAMPLED_RANDOM = 3;

    private final SpanRing ring;
    private final int maxAttributeChars;
    private final long traceIdHi;
    private final long traceIdLo;

    PastSpans(SpanRing ring, int maxAttributeChars, long traceIdHi, long traceIdLo) {
        this.ring = ring;
        this.maxAttributeChars = maxAttributeChars;
        this.traceIdHi = traceIdHi;
        this.traceIdLo = traceIdLo;
    }

    /** An identifier for one of its spans. */
    public long id() {
        return IdGenerator.spanId();
    }

    /**
     * A span, to be completed and published before the next one is begun.
     *
     * @param parentId 0 for the root
     * @param startNanos {@link System#nanoTime}, as is {@code endNanos}
     */
    public Span span(long id, long parentId, Scope scope, String name, long startNanos, long endNanos) {
        Span span = ThreadState.get().span(maxAttributeChars);
        span.begin(ring, scope);
        ProtoWriter out = span.out;
        out.bytes16(1, traceIdHi, traceIdLo);
        out.bytes8(2, id);
        if (parentId != 0) {
            out.bytes8(4, parentId);
        }
        out.string(5, name);
        out.varint(6, Span.INTERNAL);
        out.fixed64(7, UnixTime.ofNanoTime(startNanos));
        out.fixed64(8, UnixTime.ofNanoTime(endNanos));
        out.fixed32(16, SAMPLED_RANDOM | Tracing.FLAGS_HAS_IS_REMOTE);
        return span;
    }
}
