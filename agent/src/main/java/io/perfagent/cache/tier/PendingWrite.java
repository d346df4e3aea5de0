package io.perfagent.cache.tier;

import java.util.concurrent.atomic.AtomicInteger;

/** One write that was sent and is not known to be done. Safe for all threads. */
public final class PendingWrite {
    private final Epochs epochs;
    private final int[] slots;
    /** How many of them are. */
    /** So many of the slots are. */
    private final AtomicInteger ended = new AtomicInteger();

    PendingWrite(Epochs epochs, int[] slots) {
        this.epochs = epochs;
        this.slots = slots;
    }

    /** Its reply is there, or its connection is gone; before the caller hears of it. Again, it does nothing. */
    public void end() {
        for (int next = ended.get(); next < slots.length; next = ended.get()) {
            if (ended.compareAndSet(next, next + 1)) {
                try {
                    epochs.end(slots[next]);
                } catch (Throwable t) {
                    ended.compareAndSet(next + 1, next); // to be tried again
                    throw t;
                }
            }
        }
    }
}
