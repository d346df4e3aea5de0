package io.perfagent.metric.runtime;

import io.perfagent.export.metric.MetricWriter;
import io.perfagent.metric.Observed;

/** {@code jvm.cpu.count}. */
final class ProcessorCountMetrics implements Observed {
    private static final byte[] NO_ATTRIBUTES = {};

    @Override
    public int observe(MetricWriter out, long startUnixNanos, long nowUnixNanos) {
        out.sum("jvm.cpu.count", "{cpu}", "Number of processors available to the Java virtual machine.", false, false);
        out.longPoint(
                NO_ATTRIBUTES,
                0,
                startUnixNanos,
                nowUnixNanos,
                Runtime.getRuntime().availableProcessors());
        return 1;
    }
}
