package io.perfagent.cache;

import io.perfagent.cache.tier.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A read of the original that is measured, and may be kept. For the one call that began it, which ends it exactly once;
 * ending it again does nothing.
 */
public final class Fill {
    /** Largest answer that is kept, bytes. */
    public static final int MAX_BYTES = 256 << 10;

    /** Whether the value is of use; else digest and size are enough, and copying it is waste. */
    public boolean wantsValue() {
        return false;
    }

    /**
     * The original has answered in full, and the answer was read in full.
     *
     * @param value of JDK types only, never changed afterwards; null if it was not copied or cannot be kept
     * @param bytes what it takes up
     * @param digest of the answer's content: equal for equal answers
     * @param empty whether it says that there is nothing: no row, nil
     * @param endNanos {@link System#nanoTime}
     */
    public void done(@Nullable Object value, int bytes, long digest, boolean empty, long endNanos) {}

    /** The answer is larger than {@link #MAX_BYTES}, was read in part only, or came with warnings: nothing is kept. */
    public void dropped() {}

    /**
     * The original has failed, or was cancelled.
     *
     * @return an answer that still holds and may be given in place of the failure; null: the failure stands
     */
    public @Nullable Entry failed() {
        return null;
    }
}
