package io.perfagent.export;

/**
 * When and how much is exported.
 *
 * @param spanScheduleDelayMillis longest time a finished span or an event waits, in milliseconds
 * @param maxExportBatchSize most spans of one request; that many waiting are sent at once
 * @param metricIntervalMillis time between two collections of metrics, in milliseconds
 * @param exportTimeoutMillis longest time a request may take with all its attempts, in milliseconds
 * @param shutdownFlushMillis longest time the last flush may take, in milliseconds
 */
public record PipelineSettings(
        long spanScheduleDelayMillis,
        int maxExportBatchSize,
        long metricIntervalMillis,
        long exportTimeoutMillis,
        long shutdownFlushMillis) {
    /** Bytes one request may take. */
    static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    private static final long MAX_MILLIS = 24L * 60 * 60 * 1000;

    /** Values out of range are brought into it: times from 1 ms to a day, batches from 1 to 65 536 spans. */
    public PipelineSettings {
        spanScheduleDelayMillis = millis(spanScheduleDelayMillis);
        maxExportBatchSize = Math.max(1, Math.min(maxExportBatchSize, 65_536));
        metricIntervalMillis = millis(metricIntervalMillis);
        exportTimeoutMillis = millis(exportTimeoutMillis);
        shutdownFlushMillis = millis(shutdownFlushMillis);
    }

    /** The defaults of the OpenTelemetry SDK, and 3 s for the last flush. */
    public static PipelineSettings defaults() {
        return new PipelineSettings(5_000, 512, 60_000, 30_000, 3_000);
    }

    private static long millis(long value) {
        return Math.max(1, Math.min(value, MAX_MILLIS));
    }
}
