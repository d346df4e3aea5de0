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

    /** The versions as one number: equal for two leases of the same reads iff nothing was written between, but for 1 in 2^32. */
    public int fingerprint() {
        long hash = 0;
        for (long value : seen) {
            hash = Hash64.mix(hash, value);
        }
        return (int) (hash ^ hash >>> 32);
    }

    /** Bytes it takes up. */
    int weight() {
        return 64 + 12 * slots.length;
    }
}
