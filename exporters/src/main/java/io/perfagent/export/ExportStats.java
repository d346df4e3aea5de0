package io.perfagent.export;

import java.util.List;

/** What a pipeline has sent and lost since the start. Safe for use by several threads. */
public final class ExportStats {
    private final List<ExporterStats> exporters;
    private volatile long sourceFailures;
    private volatile long droppedPoints;

    ExportStats(List<ExporterStats> exporters) {
        this.exporters = List.copyOf(exporters);
    }

    /** One entry for each exporter. */
    public List<ExporterStats> exporters() {
        return exporters;
    }

    /** Items accepted, summed over the exporters: an item sent two ways counts twice. */
    public long sent(Signal signal) {
        long sum = 0;
        for (int i = 0; i < exporters.size(); i++) {
            sum += exporters.get(i).sent(signal);
        }
        return sum;
    }

    /** Items lost because no one took them, summed over the exporters. */
    public long failed(Signal signal) {
        long sum = 0;
        for (int i = 0; i < exporters.size(); i++) {
            sum += exporters.get(i).failed(signal);
        }
        return sum;
    }

    /** Items refused for good, summed over the exporters. */
    public long rejected(Signal signal) {
        long sum = 0;
        for (int i = 0; i < exporters.size(); i++) {
            sum += exporters.get(i).rejected(signal);
        }
        return sum;
    }

    /** Requests of all exporters. */
    public long requests() {
        long sum = 0;
        for (int i = 0; i < exporters.size(); i++) {
            sum += exporters.get(i).requests();
        }
        return sum;
    }

    /** Bytes of accepted requests of all exporters, before compression. */
    public long sentBytes() {
        long sum = 0;
        for (int i = 0; i < exporters.size(); i++) {
            sum += exporters.get(i).sentBytes();
        }
        return sum;
    }

    /** How often a source of spans or metrics failed with an exception; what it had written was given up. */
    public long sourceFailures() {
        return sourceFailures;
    }

    /** Metric points that did not fit into a request. */
    public long droppedPoints() {
        return droppedPoints;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void sourceFailed() {
        sourceFailures++;
    }

    void droppedPoints(long total) {
        droppedPoints = total;
    }
}
