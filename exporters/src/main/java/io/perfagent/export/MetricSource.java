package io.perfagent.export;

import io.perfagent.export.metric.MetricWriter;

/** Where metrics come from. Called on the export thread only. */
public interface MetricSource {
    /**
     * Writes scopes, metrics and points between {@link MetricWriter#begin} and {@link MetricWriter#end}, which are the
     * caller's.
     *
     * @return how many points were written
     */
    int collect(MetricWriter out, long nowUnixNanos);
}
