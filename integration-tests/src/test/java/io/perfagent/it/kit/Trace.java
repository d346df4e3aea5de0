package io.perfagent.it.kit;

import io.perfagent.it.ReceivedSpan;
import java.util.List;

/**
 * The spans that one request led to.
 *
 * @param status the status of its answer
 */
record Trace(Caller caller, int status, List<ReceivedSpan> spans) {

    /** The caller of a request: a span of a trace of its own, which nobody reports. */
    record Caller(long number) {
        String traceId() {
            return String.format("4b69740000000000%016x", number);
        }

        String spanId() {
            return String.format("ca%014x", number);
        }

        String traceparent(boolean sampled) {
            return "00-" + traceId() + "-" + spanId() + (sampled ? "-01" : "-00");
        }

        boolean isTraceOf(ReceivedSpan span) {
            return span.traceId().equals(traceId());
        }

        boolean isParentOf(ReceivedSpan span) {
            return isTraceOf(span) && span.parentId().equals(spanId());
        }
    }

    /** The one span whose parent is the caller. */
    ReceivedSpan server() {
        return only(spans.stream().filter(caller::isParentOf).toList(), "children of the caller");
    }

    /** Children of a span that are not INTERNAL, in the order they ended. */
    List<ReceivedSpan> children(ReceivedSpan parent) {
        return spans.stream()
                .filter(span ->
                        span.parentId().equals(parent.spanId()) && !span.kind().equals("INTERNAL"))
                .toList();
    }

    /** The one such child of the SERVER span: the call the request made. */
    ReceivedSpan made() {
        return only(children(server()), "calls made by the request");
    }

    private ReceivedSpan only(List<ReceivedSpan> found, String what) {
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " " + what + " in " + spans);
        }
        return found.get(0);
    }
}
