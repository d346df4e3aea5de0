package io.perfagent.metric;

import io.perfagent.export.metric.MetricWriter;

/** Metrics that are read when they are exported. Called on the export thread only, one call at a time. */
public interface Observed {
    /**
     * Writes scopes, metrics and points. An exception is counted by {@link Metrics} and loses nothing but the points
     * this source had not written yet.
     *
     * @param startUnixNanos start of cumulative series, nanoseconds since 1970
     * @param nowUnixNanos time of the points, nanoseconds since 1970
     * @return how many points were written
     */
    int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos);
}
