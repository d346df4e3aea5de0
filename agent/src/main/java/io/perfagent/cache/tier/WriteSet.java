package io.perfagent.cache.tier;

/**
 * What a write may change, as slots of its source's {@link Epochs}. Immutable; made by {@link Epochs#writes},
 * {@link Epochs#keyedWrites} and {@link Epochs#all}.
 */
public final class WriteSet {
    final int[] slots;

    WriteSet(int[] slots) {
        this.slots = slots;
    }

    /** What either may change. */
    public WriteSet and(WriteSet other) {
        return new WriteSet(ReadSet.union(slots, other.slots));
    }
}
