package io.perfagent.cache.tier;

import java.util.Arrays;

/**
 * What a read depends on, as slots of its source's {@link Epochs}. Immutable; made by {@link Epochs#reads} and
 * {@link Epochs#keyedReads}.
 */
public final class ReadSet {
    final int[] slots;

    ReadSet(int[] slots) {
        this.slots = slots;
    }

    /** What either depends on. */
    public ReadSet and(ReadSet other) {
        return new ReadSet(union(slots, other.slots));
    }

    static int[] union(int[] one, int[] other) {
        int[] all = Arrays.copyOf(one, one.length + other.length);
        int size = one.length;
        for (int slot : other) {
            boolean known = false;
            for (int i = 0; i < size; i++) {
                known |= all[i] == slot;
            }
            if (!known) {
                all[size++] = slot;
            }
        }
        return size == all.length ? all : Arrays.copyOf(all, size);
    }
}
