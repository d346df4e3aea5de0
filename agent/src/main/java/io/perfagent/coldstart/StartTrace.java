package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.trace.PastSpans;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import org.jspecify.annotations.Nullable;

/** The start as one trace: the start itself, its phases, and the pieces of work in them. */
public final class StartTrace {
    private static final long SHORTEST_PIECE_NANOS = 1_000_000;
    private static final int MAX_PIECES = 500;

    private StartTrace() {}

    /**
     * Writes the spans, all of the past; pieces shorter than a millisecond are left out, and so is what is more than
     * {@value #MAX_PIECES}.
     *
     * @param into the trace that they make up
     * @return how many spans
     */
    public static int write(StartReport report, PastSpans into, Scope scope) {
        long end = report.anchors.endNanos();
        if (!report.anchors.has(Point.READY)) {
            return 0;
        }
        long begin = report.anchors.beginNanos();
        long root = into.id();
        int written = 0;
        for (Phase phase : report.phases) {
            if (phase.endNanos() - end <= 0) {
                publish(into.span(into.id(), root, scope, phase.name(), phase.startNanos(), phase.endNanos()), null);
                written++;
            }
        }
        for (Piece piece : report.pieces.all) {
            if (piece.parent == null) {
                written = piece(into, root, scope, piece, written);
            }
        }
        Span whole = into.span(root, 0, scope, "application start", begin, end);
        whole.attributes.put("perf_agent.startup.kind", report.kind);
        whole.attributes.put("perf_agent.startup.ready_signal", report.anchors.readySignal());
        whole.publish();
        return written + 1;
    }

    private static int piece(PastSpans into, long parent, Scope scope, Piece piece, int before) {
        if (piece.totalNanos() < SHORTEST_PIECE_NANOS || before >= MAX_PIECES) {
            return before;
        }
        long id = into.id();
        publish(into.span(id, parent, scope, piece.name, piece.startNanos, piece.endNanos), piece);
        int written = before + 1;
        for (Piece child : piece.children) {
            written = piece(into, id, scope, child, written);
        }
        return written;
    }

    private static void publish(Span span, @Nullable Piece piece) {
        if (piece != null) {
            span.attributes.put("perf_agent.startup.component.kind", Kind.name(piece.kind));
            span.attributes.put("thread.name", piece.threadName);
            if (piece.failed) {
                span.error(null);
            }
        }
        span.publish();
    }
}
