package io.perfagent.export;

import io.perfagent.export.proto.ProtoWriter;

/** Where finished spans wait to be exported: bounded, and counting itself what it drops. */
public interface SpanSource {
    /**
     * Takes up to {@code maxSpans} spans and appends them as complete {@code ScopeSpans} messages, each with the tag of
     * field 2 of {@code ResourceSpans}. Called on the export thread only.
     *
     * @return how many spans were written
     */
    int drain(ProtoWriter out, int maxSpans);

    /** Spans waiting, roughly. */
    int pending();

    /** Spans that can wait. */
    int capacity();
}
