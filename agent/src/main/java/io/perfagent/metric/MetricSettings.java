package io.perfagent.metric;

/**
 * How metrics are kept and exported.
 *
 * @param cardinalityLimit attribute sets per instrument, the overflow set included; 2 to 1 000 000
 * @param histogramBytes bytes that the latency distributions of all operations may take together
 * @param delta whether histograms and monotonic sums are exported as deltas rather than cumulatively; sums that can go
 *     down stay cumulative
 * @param exponential whether duration histograms are base-2 exponential rather than of explicit bounds
 * @param exemplars whether durations of sampled spans are kept as exemplars
 * @param startUnixNanos start of every cumulative series, nanoseconds since 1970
 * @param scopeVersion version of the instrumentation scopes, empty for none
 */
public record MetricSettings(
        int cardinalityLimit,
        long histogramBytes,
        boolean delta,
        boolean exponential,
        boolean exemplars,
        long startUnixNanos,
        String scopeVersion) {
    /** Attribute sets per instrument that the metrics SDK specification sets as the default. */
    public static final int DEFAULT_CARDINALITY_LIMIT = 2000;

    /** Default of {@code histogramBytes}: 8 MiB. */
    public static final long DEFAULT_HISTOGRAM_BYTES = 8L << 20;

    private static final int MIN_CARDINALITY_LIMIT = 2;
    private static final int MAX_CARDINALITY_LIMIT = 1_000_000;

    public MetricSettings {
        cardinalityLimit = Math.min(MAX_CARDINALITY_LIMIT, Math.max(MIN_CARDINALITY_LIMIT, cardinalityLimit));
    }

    /** Settings with no scope version. */
    public MetricSettings(
            int cardinalityLimit,
            long histogramBytes,
            boolean delta,
            boolean exponential,
            boolean exemplars,
            long startUnixNanos) {
        this(cardinalityLimit, histogramBytes, delta, exponential, exemplars, startUnixNanos, "");
    }

    /** The defaults: cumulative, explicit bounds, exemplars of sampled spans. */
    public static MetricSettings defaults(long startUnixNanos) {
        return new MetricSettings(
                DEFAULT_CARDINALITY_LIMIT, DEFAULT_HISTOGRAM_BYTES, false, false, true, startUnixNanos);
    }
}
