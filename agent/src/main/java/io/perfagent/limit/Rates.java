package io.perfagent.limit;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.limit.policy.TokenBucket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Rates by path, with a burst, in this process alone, as the settings give them. Exact under race. In effect until
 * {@link #open}. Safe for all threads; allocates nothing.
 */
public final class Rates {
    /** Most of them; more are not in effect. */
    public static final int MAX = 16;

    /** None at all. */
    public static final Rates NONE = new Rates(Map.of());

    /** One rate. */
    public record Rate(double perSecond, int burst) {}

    private final String[] names;
    private final PathPatterns[] patterns;
    private final long[] intervalNanos;
    private final int[] bursts;
    private final AtomicLong[] due;
    private final AtomicLongArray rejections;
    private volatile boolean holding = true;

    /** @param rates by a pattern of paths; a request counts in each that matches */
    public Rates(Map<String, Rate> rates) {
        int size = Math.min(MAX, rates.size());
        names = new String[size];
        patterns = new PathPatterns[size];
        intervalNanos = new long[size];
        bursts = new int[size];
        due = new AtomicLong[size];
        rejections = new AtomicLongArray(size);
        int at = 0;
        for (Map.Entry<String, Rate> rate : rates.entrySet()) {
            if (at < size) {
                names[at] = rate.getKey();
                patterns[at] = new PathPatterns(List.of(rate.getKey()));
                intervalNanos[at] = Math.max(1, (long) (1e9 / rate.getValue().perSecond()));
                bursts[at] = rate.getValue().burst();
                due[at] = new AtomicLong(System.nanoTime());
                at++;
            }
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return names.length == 0;
    }

    /** Takes one of each rate that a path counts in; false if one of them has none left. */
    boolean take(String path) {
        if (names.length == 0 || !holding) {
            return true;
        }
        for (int i = 0; i < names.length; i++) {
            if (patterns[i].matches(path) && !take(i)) {
                rejections.incrementAndGet(i);
                return false;
            }
        }
        return true;
    }

    private boolean take(int at) {
        while (true) {
            long before = due[at].get();
            long next = TokenBucket.take(before, System.nanoTime(), intervalNanos[at], bursts[at]);
            if (next == TokenBucket.TOO_EARLY) {
                return false;
            }
            if (due[at].compareAndSet(before, next)) {
                return true;
            }
        }
    }

    /** In effect from now on. */
    public void hold() {
        holding = true;
    }

    /** Nobody is held back any more. */
    public void open() {
        holding = false;
    }

    public boolean isHolding() {
        return holding;
    }

    /** How many there are. */
    public int size() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    /** Requests a second. */
    public double perSecond(int index) {
        return 1e9 / intervalNanos[index];
    }

    /** Requests that were turned away. */
    public long rejections(int index) {
        return rejections.get(index);
    }
}
