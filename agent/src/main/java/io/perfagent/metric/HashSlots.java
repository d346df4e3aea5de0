package io.perfagent.metric;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The slots of an add-only hash table with open addressing: looked up without lock or allocation, grown under a lock.
 *
 * <p>The look-up itself is the owner's, since it compares keys that are not an object: probe from
 * {@code spread(hash) & (length - 1)} upwards until an element matches or a slot is empty.
 */
abstract class HashSlots<E> {
    private static final int INITIAL_SLOTS = 16;

    private volatile AtomicReferenceArray<E> slots = new AtomicReferenceArray<>(INITIAL_SLOTS);
    private volatile int size;

    /** The hash that {@code element} is looked up by, before {@link #spread}. */
    abstract int hashOf(E element);

    /** The table to probe; its length is a power of two and at least twice the number of elements. */
    final AtomicReferenceArray<E> slots() {
        return slots;
    }

    final int size() {
        return size;
    }

    /** Adds an element known to be absent. The caller holds the lock that serialises additions. */
    final void add(E element) {
        int elements = size + 1;
        AtomicReferenceArray<E> table = slots;
        if (2 * elements > table.length()) {
            AtomicReferenceArray<E> larger = new AtomicReferenceArray<>(2 * table.length());
            for (int i = 0; i < table.length(); i++) {
                E moved = table.get(i);
                if (moved != null) {
                    place(larger, moved);
                }
            }
            place(larger, element);
            slots = larger;
        } else {
            place(table, element);
        }
        // Only ever written under the caller's lock.
        size = elements;
    }

    private void place(AtomicReferenceArray<E> table, E element) {
        int mask = table.length() - 1;
        int i = spread(hashOf(element)) & mask;
        while (table.get(i) != null) {
            i = (i + 1) & mask;
        }
        table.set(i, element);
    }

    /** Spreads runs of similar hashes over the table. */
    static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }
}
