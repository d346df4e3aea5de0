package io.perfagent.metric;

import io.perfagent.export.metric.MetricWriter;

/**
 * One series of a monotonic sum whose running total is known: turns totals into the points of either temporality.
 *
 * <p>For the export thread only. Source: OpenTelemetry metrics data model, temporality.
 */
public final class CounterSeries {
    private final byte[] attributes;
    private final boolean delta;
    private long lastUnixNanos;
    private long lastLong;
    private double lastDouble;

    /**
     * @param neutralAttributes the series' attributes in the form of
     *     {@link io.perfagent.export.proto.AttributeBytes}
     * @param delta whether points hold what was added since the last point, as the sum was announced to the writer
     */
    public CounterSeries(byte[] neutralAttributes, boolean delta) {
        this.attributes = neutralAttributes;
        this.delta = delta;
    }

    /**
     * Writes a point to the sum just opened.
     *
     * @param total everything counted since {@code startUnixNanos}. It is not to fall: no new start is told, and of a lower
     *     one than before all counts as added
     * @return 1, the number of points
     */
    public int write(MetricWriter out, long startUnixNanos, long nowUnixNanos, long total) {
        long value = total;
        if (delta && total >= lastLong) {
            value = total - lastLong;
        }
        out.longPoint(attributes, attributes.length, start(startUnixNanos), nowUnixNanos, value);
        lastLong = total;
        lastUnixNanos = nowUnixNanos;
        return 1;
    }

    /** The same for a total that is not whole. */
    public int write(MetricWriter out, long startUnixNanos, long nowUnixNanos, double total) {
        double value = total;
        if (delta && total >= lastDouble) {
            value = total - lastDouble;
        }
        out.doublePoint(attributes, attributes.length, start(startUnixNanos), nowUnixNanos, value);
        lastDouble = total;
        lastUnixNanos = nowUnixNanos;
        return 1;
    }

    private long start(long startUnixNanos) {
        return delta && lastUnixNanos != 0 ? lastUnixNanos : startUnixNanos;
    }
}
