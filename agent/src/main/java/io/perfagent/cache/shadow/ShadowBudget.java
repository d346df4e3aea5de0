package io.perfagent.cache.shadow;

import java.util.concurrent.atomic.AtomicInteger;

/** How many keys all samples may hold together. Safe for all threads. */
public final class ShadowBudget {
    private final int most;
    private final AtomicInteger slots = new AtomicInteger();

    /** @param bytes that all samples may take up together */
    public ShadowBudget(long bytes) {
        most = (int) Math.min(Integer.MAX_VALUE, bytes / ShadowSample.BYTES_PER_SLOT);
    }

    /**
     * Whether so many more slots may be made; they are then.
     *
     * @param first whether they are a sample's first: the last quarter is kept for those
     */
    boolean take(int more, boolean first) {
        if (slots.addAndGet(more) > (first ? most : most / 4 * 3)) {
            slots.addAndGet(-more);
            return false;
        }
        return true;
    }

    /** Bytes taken up now. */
    public long bytes() {
        return (long) slots.get() * ShadowSample.BYTES_PER_SLOT;
    }
}
