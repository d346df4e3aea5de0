package io.perfagent.limit;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Health checks that have waited for a resource: one that waits for an exhausted pool takes the instance out of service just
 * when it is needed most. Safe for all threads.
 */
public final class HealthWaits {
    /** What is shorter is no sign of an exhausted pool. */
    static final long LEAST_NANOS = 50_000_000;

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile @Nullable String what;

    void waited(String pattern, String resource, long waitNanos) {
        if (waitNanos < LEAST_NANOS) {
            return;
        }
        count.incrementAndGet();
        long longest = longestNanos.get();
        while (waitNanos > longest && !longestNanos.compareAndSet(longest, waitNanos)) {
            longest = longestNanos.get();
        }
        if (waitNanos >= longest) {
            what = pattern + " waited for " + resource;
        }
    }

    /** How often that was. */
    public long count() {
        return count.get();
    }

    /** One line that says what to do; empty if nothing was found. */
    String finding() {
        String known = what;
        return known == null
                ? ""
                : "  finding: the health check " + known + ", " + count.get() + " times, for up to "
                        + longestNanos.get() / 1_000_000
                        + " ms. While the pool is exhausted the instance looks unhealthy and its load goes to the others:"
                        + " let the check answer without a connection.\n";
    }
}
