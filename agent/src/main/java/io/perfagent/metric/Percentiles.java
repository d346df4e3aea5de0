package io.perfagent.metric;

/** Percentiles of counts per bucket of {@link LatencyScale}. */
final class Percentiles {
    private static final double[] RANKS = {0.5, 0.9, 0.95, 0.99, 0.999};

    private Percentiles() {}

    static OperationSnapshot snapshot(
            OperationKey key,
            Window window,
            double seconds,
            long count,
            long errors,
            long totalNanos,
            long[] buckets,
            long maxNanos,
            StatusClasses statuses) {
        long distributionCount = 0;
        for (long bucket : buckets) {
            distributionCount += bucket;
        }
        long[] p = of(buckets, distributionCount, key.overflow ? Long.MAX_VALUE : maxNanos);
        return new OperationSnapshot(
                key.kind,
                key.name,
                window,
                seconds,
                count,
                errors,
                totalNanos,
                distributionCount,
                p[0],
                p[1],
                p[2],
                p[3],
                p[4],
                maxNanos,
                statuses);
    }

    /** The highest values of the buckets that hold the ranks, none above {@code maxNanos}; -1 for an empty total. */
    private static long[] of(long[] buckets, long total, long maxNanos) {
        long[] values = new long[RANKS.length];
        int next = 0;
        long seen = 0;
        for (int i = 0; i < buckets.length && next < values.length; i++) {
            seen += buckets[i];
            while (next < values.length && total > 0 && seen >= Math.ceil(RANKS[next] * total)) {
                values[next++] = Math.min(LatencyScale.highestNanos(i), maxNanos);
            }
        }
        while (next < values.length) {
            values[next++] = -1;
        }
        return values;
    }
}
