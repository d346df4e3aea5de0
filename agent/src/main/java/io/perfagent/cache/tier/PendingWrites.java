package io.perfagent.cache.tier;

import java.util.Arrays;

/**
 * The writes of one physical connection that are not known to be done: those of its transaction, or the one that waits for
 * its reply. A connection that ends settles, too: the outcome is then unknown, and dropping what was read is right either
 * way. Safe for all threads.
 *
 * <p>Nothing is kept per write: each slot is held once, and from {@value #MAX_SLOTS} on the whole source is.
 */
public final class PendingWrites {
    static final int MAX_SLOTS = 512;

    private final Epochs epochs;
    private int[] held = new int[8]; // guarded by this
    private int size; // guarded by this

    public PendingWrites(Epochs epochs) {
        this.epochs = epochs;
    }

    /** Marks what a write may change; before it is sent. */
    public synchronized void begin(WriteSet written) {
        for (int slot : written.slots) {
            hold(size < MAX_SLOTS ? slot : Epochs.FLUSH);
        }
    }

    private void hold(int slot) {
        for (int i = 0; i < size; i++) {
            if (held[i] == slot) {
                return;
            }
        }
        if (size == held.length) {
            held = Arrays.copyOf(held, size * 2);
        }
        epochs.begin(slot);
        held[size++] = slot;
    }

    /**
     * Commit, rollback, or the reply of a write outside of a transaction has come, or the connection is gone; before the
     * caller hears of it. Again, it does nothing.
     */
    public synchronized void settle() {
        while (size > 0) {
            epochs.end(held[size - 1]);
            size--; // one by one: what fails half-way can be gone on with
        }
    }

    /** Whether there is little room left for keys of their own. */
    public synchronized boolean isLarge() {
        return size >= MAX_SLOTS / 2;
    }

    /** Whether nothing is pending: no write in this transaction. */
    public synchronized boolean isEmpty() {
        return size == 0;
    }
}
