package io.perfagent.profile.finding;

import java.util.ArrayDeque;
import java.util.Set;

/**
 * How much of the heap is live, by what collections leave, and whether that grows.
 *
 * <p>A collection of the young generation leaves garbage in the old one, so use after it rises without a leak. So only
 * troughs count: the least use between one collection of the old generation and the next. Bounded; not thread-safe.
 */
public final class LiveHeap {
    /** Fewer troughs say nothing: five in a row that rise do so by chance once in 120 times. */
    static final int LEAST_TROUGHS = 5;

    private static final int MAX_TROUGHS = 30;

    /** Named as in jdk.GarbageCollection; all others look at the old generation, too. */
    private static final Set<String> YOUNG =
            Set.of("G1New", "DefNew", "ParNew", "ParallelScavenge", "PSMarkSweepNew", "ZGC Minor", "ZGCMinor");

    private record Trough(long nanoTime, long usedBytes) {}

    private final ArrayDeque<Trough> troughs = new ArrayDeque<>();
    private long leastBytes = -1;
    private long leastNanos;
    private boolean sinceOld;
    private long lastBytes = -1;
    private long maxBytes = -1;
    private long oldCollections;

    /** What a collection has left in use. */
    public void left(long nanoTime, long usedBytes) {
        lastBytes = usedBytes;
        if (leastBytes < 0 || usedBytes < leastBytes) {
            leastBytes = usedBytes;
            leastNanos = nanoTime;
        }
    }

    /** A collection is over. */
    public void collected(String collector) {
        if (YOUNG.contains(collector)) {
            return;
        }
        oldCollections++;
        if (sinceOld && leastBytes >= 0) {
            troughs.addLast(new Trough(leastNanos, leastBytes));
            if (troughs.size() > MAX_TROUGHS) {
                thin();
            }
        }
        sinceOld = true;
        leastBytes = -1;
    }

    /** Every other one goes, so that the series stays as long as it is. */
    private void thin() {
        int i = 0;
        for (var all = troughs.iterator(); all.hasNext(); i++) {
            all.next();
            if (i % 2 == 1) {
                all.remove();
            }
        }
    }

    /** What the heap may grow to. */
    public void limit(long bytes) {
        maxBytes = bytes;
    }

    /** Bytes after the last collection, or -1. */
    public long lastBytes() {
        return lastBytes;
    }

    /** Bytes that the heap may grow to, or -1. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The last trough: about what is live; -1 before there is one. */
    public long liveBytes() {
        Trough last = troughs.peekLast();
        return last == null ? -1 : last.usedBytes;
    }

    /** Collections of the old generation seen. */
    public long oldCollections() {
        return oldCollections;
    }

    /**
     * Whether it grows.
     *
     * @param bytesPerSecond how fast, the middle of all pairs of troughs
     * @param probability that it only looks so
     * @param grownBytes from the first trough to the last
     * @param troughs on how many it rests
     */
    public record Growth(double bytesPerSecond, double probability, long grownBytes, int troughs) {}

    /** How it has grown; a probability of 1 where there are too few troughs to tell. */
    public Growth growth() {
        int n = troughs.size();
        double[] seconds = new double[n];
        double[] bytes = new double[n];
        int i = 0;
        for (Trough trough : troughs) {
            seconds[i] = (trough.nanoTime - troughs.getFirst().nanoTime) / 1e9;
            bytes[i++] = trough.usedBytes;
        }
        if (n < LEAST_TROUGHS) {
            return new Growth(0, 1, 0, n);
        }
        return new Growth(
                MannKendall.slope(seconds, bytes),
                MannKendall.riseProbability(bytes),
                (long) (bytes[n - 1] - bytes[0]),
                n);
    }
}
