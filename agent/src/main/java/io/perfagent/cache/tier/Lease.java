package io.perfagent.cache.tier;

/** The versions under which something was read. Immutable; safe for all threads. */
public final class Lease {
    private final Epochs epochs;
    private final int[] slots;
    private final long[] seen;
    private final long nanos;

    Lease(Epochs epochs, int[] slots, long[] seen, long nanos) {
        this.epochs = epochs;
        this.slots = slots;
        this.seen = seen;
        this.nanos = nanos;
    }

    /** Whether nothing it reads has been written, or is being written, since it was taken. */
    public boolean holds() {
        return epochs.holds(slots, seen);
    }

    /** When it was taken, before its read was sent; {@link System#nanoTime}. */
    public long nanos() {
        return nanos;
    }

    /** Bytes it takes up. */
    int weight() {
        return 64 + 12 * slots.length;
    }
}
