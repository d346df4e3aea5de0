package io.perfagent.cache.tier;

import java.util.concurrent.atomic.AtomicBoolean;

/** One write that was sent and is not known to be done. Safe for all threads. */
public final class PendingWrite {
    private final Epochs epochs;
    private final int[] slots;
    private final AtomicBoolean ended = new AtomicBoolean();

    PendingWrite(Epochs epochs, int[] slots) {
        this.epochs = epochs;
        this.slots = slots;
    }

    /** Its reply is there, or its connection is gone; before the caller hears of it. Again, it does nothing. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            for (int slot : slots) {
                epochs.end(slot);
            }
        }
    }
}
