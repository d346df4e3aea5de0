package io.perfagent.profile.attribution;

import org.jspecify.annotations.Nullable;

/** Tells on whose behalf a thread was running at a moment. */
public interface Owners {
    /**
     * The innermost operation on a thread at a moment, or null when none is known.
     *
     * @param threadId {@link Thread#getId()} of the thread, virtual ones too
     * @param nanoTime the moment, as {@link System#nanoTime()} of this process would have told it
     */
    @Nullable
    Owner at(long threadId, long nanoTime);
}
