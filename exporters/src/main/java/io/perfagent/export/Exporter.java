package io.perfagent.export;

/**
 * A way out for telemetry. All methods but {@link #abort()} and {@link #expire} are called on the export thread only; none throws.
 */
public interface Exporter {
    /** Short name for messages and statistics: {@code otlp}, {@code file}, {@code console}. */
    String name();

    /**
     * Sends one request and waits for the outcome, retrying where that is allowed.
     *
     * @param request a serialised OTLP {@code Export{Trace,Metrics,Logs,Profiles}ServiceRequest}, not changed and not kept
     * @param sizeBytes how much of {@code request} counts
     * @param items spans, points, records or profiles inside
     * @param deadlineNanos when to give up, on the scale of {@link Clock#nanoTime()}
     */
    ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos);

    /**
     * Where a signal goes, without secrets: {@code http://collector:4318}. Signals of one target fail together when it is
     * unreachable, and are reported together.
     */
    default String target(Signal signal) {
        return name();
    }

    /** Makes a call under way end soon, and later ones fail at once. May be called by any thread. */
    default void abort() {}

    /**
     * Ends a call that has outlived its deadline: a write to a receiver that does not read has no time-out of its own. May
     * be called by any thread, about once a second.
     */
    default void expire(long nowNanos) {}

    /** Releases what is held. */
    void close();
}
