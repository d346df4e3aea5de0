package io.perfagent.profile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a profile is to be taken that nobody has asked for: by the clock, or because a figure is out of its bounds.
 * Pure, stepped every ten seconds with the time passed in; not thread-safe.
 */
public final class ProfileOccasions {
    /** Calls in ten seconds below which a percentile says too little. */
    static final long MIN_CALLS = 20;

    private static final int HEAP_READINGS = 60;

    private final Limits limits;
    private final Deque<Long> heapReadings = new ArrayDeque<>();
    private long nextScheduledNanos;
    private boolean cool;
    private long coolUntilNanos;

    /**
     * What must be passed; 0 for what is not watched.
     *
     * @param everyNanos between two profiles by the clock
     * @param cpuPercent of all processors
     * @param p99Nanos of an operation
     * @param heapGrowthBytes within ten minutes
     * @param blockedThreads that wait for a lock, on average of ten seconds
     * @param coolDownNanos after a profile for any cause, before the next one for a figure
     */
    public record Limits(
            long everyNanos,
            int cpuPercent,
            long p99Nanos,
            long heapGrowthBytes,
            int blockedThreads,
            long coolDownNanos) {
        public boolean any() {
            return everyNanos > 0 || cpuPercent > 0 || p99Nanos > 0 || heapGrowthBytes > 0 || blockedThreads > 0;
        }
    }

    /** Latencies of one operation in the last ten seconds. */
    public record Latency(String operation, long calls, long p99Nanos) {}

    /**
     * @param cpuShare 0 to 1, of all processors in the last ten seconds; negative if it is not known
     * @param heapBytes what the last collection has left; negative if it is not known
     * @param blockedThreads that waited for a lock, on average of the last ten seconds; negative if it is not known
     */
    public record Figures(double cpuShare, long heapBytes, double blockedThreads, List<Latency> latencies) {}

    /**
     * An occasion.
     *
     * @param name a word for a file's name
     * @param reason a sentence's beginning
     */
    public record Occasion(String name, String reason) {}

    public ProfileOccasions(Limits limits, long nowNanos) {
        this.limits = limits;
        this.nextScheduledNanos = nowNanos + limits.everyNanos;
    }

    /** What has happened, or null. */
    public @Nullable Occasion step(Figures figures, long nowNanos) {
        Occasion out = exceeded(figures);
        if (limits.everyNanos > 0 && nowNanos - nextScheduledNanos >= 0) {
            nextScheduledNanos = nowNanos + limits.everyNanos;
            return taken(new Occasion("schedule", "by schedule"), nowNanos);
        }
        if (out == null || (cool && nowNanos - coolUntilNanos < 0)) {
            return null;
        }
        if (out.name.equals("heap")) {
            heapReadings.clear(); // the same growth is not told of again
        }
        return taken(out, nowNanos);
    }

    private Occasion taken(Occasion occasion, long nowNanos) {
        cool = true;
        coolUntilNanos = nowNanos + limits.coolDownNanos;
        return occasion;
    }

    private @Nullable Occasion exceeded(Figures figures) {
        Occasion heap = heapGrown(figures.heapBytes);
        if (limits.cpuPercent > 0 && figures.cpuShare * 100 > limits.cpuPercent) {
            return new Occasion("cpu", "because CPU is at " + Math.round(figures.cpuShare * 100) + " %");
        }
        if (limits.p99Nanos > 0) {
            for (Latency one : figures.latencies) {
                if (one.calls >= MIN_CALLS && one.p99Nanos > limits.p99Nanos) {
                    return new Occasion(
                            "p99", "because the p99 of " + one.operation + " is " + one.p99Nanos / 1_000_000 + " ms");
                }
            }
        }
        if (limits.blockedThreads > 0 && figures.blockedThreads > limits.blockedThreads) {
            return new Occasion("locks", "because " + Math.round(figures.blockedThreads) + " threads wait for locks");
        }
        return heap;
    }

    private @Nullable Occasion heapGrown(long heapBytes) {
        if (limits.heapGrowthBytes == 0 || heapBytes < 0) {
            return null;
        }
        long least = heapBytes;
        for (long reading : heapReadings) {
            least = Math.min(least, reading);
        }
        heapReadings.addLast(heapBytes);
        if (heapReadings.size() > HEAP_READINGS) {
            heapReadings.removeFirst();
        }
        return heapBytes - least > limits.heapGrowthBytes
                ? new Occasion("heap", "because the heap has grown by " + ((heapBytes - least) >> 20) + " MB")
                : null;
    }
}
