package io.perfagent.export;

import java.util.concurrent.atomic.AtomicLongArray;

/** What one exporter has sent and lost since the start. Written by the export thread, read by any. */
public final class ExporterStats {
    private final String name;
    private final AtomicLongArray sent = new AtomicLongArray(Signal.count());
    private final AtomicLongArray failed = new AtomicLongArray(Signal.count());
    private final AtomicLongArray rejected = new AtomicLongArray(Signal.count());
    private volatile long requests;
    private volatile long failedRequests;
    private volatile long bytes;
    private volatile String lastError = "";

    ExporterStats(String name) {
        this.name = name;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void record(Signal signal, int items, int sizeBytes, ExportResult result) {
        int i = signal.ordinal();
        requests++;
        if (result.accepted()) {
            long refused = Math.min(items, result.rejected());
            sent.addAndGet(i, items - refused);
            rejected.addAndGet(i, refused);
            bytes += sizeBytes;
        } else {
            failedRequests++;
            (result.status() == ExportResult.Status.REJECTED ? rejected : failed).addAndGet(i, items);
        }
        if (!result.message().isEmpty()) {
            lastError = result.message();
        }
    }

    /** The exporter's name. */
    public String name() {
        return name;
    }

    /** Items that were accepted. */
    public long sent(Signal signal) {
        return sent.get(signal.ordinal());
    }

    /** Items lost because no one took them: unreachable, or out of attempts. */
    public long failed(Signal signal) {
        return failed.get(signal.ordinal());
    }

    /** Items the receiver refused for good. */
    public long rejected(Signal signal) {
        return rejected.get(signal.ordinal());
    }

    /** Requests, each counted once however often it was tried. */
    public long requests() {
        return requests;
    }

    /** Requests that were not accepted. */
    public long failedRequests() {
        return failedRequests;
    }

    /** Size of the accepted requests before compression, in bytes. */
    public long sentBytes() {
        return bytes;
    }

    /** The latest message of a request that was not a plain success; empty if all were. No secrets. */
    public String lastError() {
        return lastError;
    }
}
