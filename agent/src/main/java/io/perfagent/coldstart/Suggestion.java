package io.perfagent.coldstart;

import io.perfagent.json.JsonWriter;

/**
 * Something that would shorten the start.
 *
 * @param kind of a bounded set: {@code archive}, {@code parallel}, {@code dns}
 * @param advice what to do, one sentence
 * @param evidence what was seen, and what was not measured
 * @param gainNanos how much earlier it would be ready, at most; gains of several do not add up
 * @param basis where the gain comes from
 */
public record Suggestion(String kind, String advice, String evidence, long gainNanos, Basis basis) {
    /** What kind of evidence a gain rests on. */
    public enum Basis {
        /** Of the critical path: somebody waited for it. */
        PATH("on the critical path"),
        /** Of the JVM's counters, which add up all threads. */
        COUNTERS("from the JVM's counters"),
        /** By samples of an analysed start, an estimate. */
        SAMPLES("estimated by samples"),
        /** By what it was worth to another application. */
        COMPARISON("by comparison with other applications");

        final String title;

        Basis(String title) {
            this.title = title;
        }
    }

    void write(JsonWriter out) {
        out.open('{').text("kind", kind).text("advice", advice).text("evidence", evidence);
        out.millis("gain", gainNanos).text("basis", basis.title).close('}');
    }
}
