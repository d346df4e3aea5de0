package io.perfagent.export.metric;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Builds one {@code ExportMetricsServiceRequest}, metric by metric and point by point.
 *
 * <p>Call {@link #begin}, then {@link #scope}, then a metric ({@link #histogram}, {@link #sum}, {@link #gauge},
 * {@link #expHistogram}) and its points, further metrics and scopes, and {@link #end}. Metrics and scopes without points
 * leave no trace. A point that no longer fits is left out and counted. Attributes are in the neutral form of
 * {@link AttributeBytes}; times are nanoseconds since 1970, a start of 0 means none. Not thread-safe.
 *
 * <p>Source: opentelemetry-proto, {@code metrics/v1/metrics.proto}.
 */
public final class MetricWriter {
    private static final int CLOSED = -1;
    private static final int DELTA = 1;
    private static final int CUMULATIVE = 2;
    private static final int GAUGE = 5;
    private static final int SUM = 7;
    private static final int HISTOGRAM = 9;
    private static final int EXPONENTIAL_HISTOGRAM = 10;

    private final ProtoWriter out;
    private int resourceMark = CLOSED;
    private int scopeStart;
    private int scopeMark = CLOSED;
    private int metricsInScope;
    private int metricStart;
    private int metricMark = CLOSED;
    private int dataMark = CLOSED;
    private int pointsInMetric;
    private int points;
    private long droppedPoints;

    /** @param out receives the request, after what it holds already */
    public MetricWriter(ProtoWriter out) {
        this.out = out;
    }

    /** Starts a request for a resource, encoded as by {@link io.perfagent.export.Resource#encoded()}. */
    public void begin(byte[] encodedResource) {
        points = 0;
        scopeMark = CLOSED;
        metricMark = CLOSED;
        resourceMark = out.open(1);
        out.bytes(1, encodedResource, 0, encodedResource.length);
    }

    /** Starts a scope: the metrics that follow belong to it. */
    public void scope(String name, String version) {
        closeScope();
        scopeStart = out.size();
        metricsInScope = 0;
        if (resourceMark == CLOSED) {
            return;
        }
        scopeMark = out.open(2);
        int mark = out.open(1);
        out.string(1, name);
        if (!version.isEmpty()) {
            out.string(2, version);
        }
        out.close(mark);
    }

    /** Starts a histogram with explicit bounds. */
    public void histogram(String name, String unit, String description, boolean delta) {
        openMetric(name, unit, description, HISTOGRAM, delta ? DELTA : CUMULATIVE, false);
    }

    /** Starts an exponential histogram. */
    public void expHistogram(String name, String unit, String description, boolean delta) {
        openMetric(name, unit, description, EXPONENTIAL_HISTOGRAM, delta ? DELTA : CUMULATIVE, false);
    }

    /** Starts a sum. */
    public void sum(String name, String unit, String description, boolean monotonic, boolean delta) {
        openMetric(name, unit, description, SUM, delta ? DELTA : CUMULATIVE, monotonic);
    }

    /** Starts a gauge. */
    public void gauge(String name, String unit, String description) {
        openMetric(name, unit, description, GAUGE, 0, false);
    }

    /** A point of a sum or gauge. */
    public void longPoint(byte[] attributes, int attributesSize, long startUnixNanos, long timeUnixNanos, long value) {
        int start = out.size();
        int mark = openPoint(7, attributes, attributesSize, startUnixNanos, timeUnixNanos);
        out.fixed64(6, value);
        closePoint(start, mark);
    }

    /** A point of a sum or gauge. */
    public void doublePoint(
            byte[] attributes, int attributesSize, long startUnixNanos, long timeUnixNanos, double value) {
        int start = out.size();
        int mark = openPoint(7, attributes, attributesSize, startUnixNanos, timeUnixNanos);
        out.dbl(4, value);
        closePoint(start, mark);
    }

    /**
     * A point of a histogram.
     *
     * @param sum left out when NaN, as {@code min} and {@code max} are, and those also when {@code count} is 0
     * @param bounds upper bounds, inclusive, ascending
     * @param bucketCounts one count more than there are bounds
     */
    public void histogramPoint(
            byte[] attributes,
            int attributesSize,
            long startUnixNanos,
            long timeUnixNanos,
            long count,
            double sum,
            double min,
            double max,
            double[] bounds,
            long[] bucketCounts,
            @Nullable Exemplars exemplars) {
        int start = out.size();
        int mark = openPoint(9, attributes, attributesSize, startUnixNanos, timeUnixNanos);
        out.fixed64(4, count);
        optional(5, sum, true);
        if (bounds.length > 0) {
            out.packedFixed64(6, bucketCounts, bounds.length + 1);
            out.packedDouble(7, bounds, bounds.length);
        }
        exemplars(8, exemplars);
        optional(11, min, count > 0);
        optional(12, max, count > 0);
        closePoint(start, mark);
    }

    /**
     * A point of an exponential histogram of values that are not negative.
     *
     * @param scale base of the buckets is 2 to the power of 2 to the power of minus {@code scale}
     * @param zeroCount values that are 0
     * @param positiveOffset index of the first of {@code positiveCounts}: bucket {@code i} holds values in
     *     (base^i, base^(i+1)]
     * @param positiveLength how many of {@code positiveCounts} count
     */
    public void expHistogramPoint(
            byte[] attributes,
            int attributesSize,
            long startUnixNanos,
            long timeUnixNanos,
            long count,
            double sum,
            double min,
            double max,
            int scale,
            long zeroCount,
            int positiveOffset,
            long[] positiveCounts,
            int positiveLength,
            @Nullable Exemplars exemplars) {
        int start = out.size();
        int mark = openPoint(1, attributes, attributesSize, startUnixNanos, timeUnixNanos);
        out.fixed64(4, count);
        optional(5, sum, true);
        out.zigzag(6, scale);
        out.fixed64(7, zeroCount);
        if (positiveLength > 0) {
            int buckets = out.open(8);
            out.zigzag(1, positiveOffset);
            out.packedVarint(2, positiveCounts, positiveLength);
            out.close(buckets);
        }
        exemplars(11, exemplars);
        optional(12, min, count > 0);
        optional(13, max, count > 0);
        closePoint(start, mark);
    }

    /** Ends the request. */
    public void end() {
        closeScope();
        out.close(resourceMark);
        resourceMark = CLOSED;
    }

    /** Points written since {@link #begin}. */
    public int points() {
        return points;
    }

    /** Points left out for want of space, since this writer was made. */
    public long droppedPoints() {
        return droppedPoints;
    }

    private void openMetric(
            String name, String unit, String description, int dataField, int temporality, boolean monotonic) {
        closeMetric();
        if (scopeMark == CLOSED) {
            return; // the scope did not fit: its points are dropped one by one
        }
        metricStart = out.size();
        pointsInMetric = 0;
        metricMark = out.open(2);
        out.string(1, name);
        if (!description.isEmpty()) {
            out.string(2, description);
        }
        if (!unit.isEmpty()) {
            out.string(3, unit);
        }
        dataMark = out.open(dataField);
        if (temporality != 0) {
            out.varint(2, temporality);
        }
        if (monotonic) {
            out.bool(3, true);
        }
    }

    private int openPoint(
            int attributesField, byte[] attributes, int attributesSize, long startUnixNanos, long timeUnixNanos) {
        int mark = out.open(1);
        out.attributes(attributesField, attributes, attributesSize);
        if (startUnixNanos != 0) {
            out.fixed64(2, startUnixNanos);
        }
        out.fixed64(3, timeUnixNanos);
        return mark;
    }

    private void closePoint(int start, int mark) {
        if (out.overflowed() || dataMark == CLOSED) {
            out.truncate(start);
            droppedPoints++;
            return;
        }
        out.close(mark);
        pointsInMetric++;
        points++;
    }

    private void exemplars(int field, @Nullable Exemplars exemplars) {
        int count = exemplars == null ? 0 : exemplars.count();
        for (int i = 0; i < count && exemplars != null; i++) {
            int mark = out.open(field);
            out.fixed64(2, exemplars.timeUnixNanos[i]);
            out.dbl(3, exemplars.value[i]);
            out.bytes8(4, exemplars.spanId[i]);
            out.bytes16(5, exemplars.traceIdHi[i], exemplars.traceIdLo[i]);
            out.close(mark);
        }
    }

    private void optional(int field, double value, boolean known) {
        if (known && !Double.isNaN(value)) {
            out.dbl(field, value);
        }
    }

    private void closeMetric() {
        if (metricMark == CLOSED) {
            return;
        }
        if (pointsInMetric == 0) {
            out.truncate(metricStart);
        } else {
            out.close(dataMark);
            out.close(metricMark);
            metricsInScope++;
        }
        metricMark = CLOSED;
        dataMark = CLOSED;
    }

    private void closeScope() {
        closeMetric();
        if (scopeMark == CLOSED) {
            return;
        }
        if (metricsInScope == 0) {
            out.truncate(scopeStart);
        } else {
            out.close(scopeMark);
        }
        scopeMark = CLOSED;
    }
}
