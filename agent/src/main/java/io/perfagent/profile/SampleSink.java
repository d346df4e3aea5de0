package io.perfagent.profile;

import java.util.List;

/** Takes samples as they are read. */
@FunctionalInterface
public interface SampleSink {
    /**
     * @param threadId {@link Thread#getId()} of a thread, 0 for one that is none of Java's; of a virtual thread, its carrier's
     * @param nanoTime when, as {@link System#nanoTime()} would have told it
     * @param frames root first, named as {@link io.perfagent.profile.stack.FrameKind} says; not changed afterwards, so that they may be kept
     * @param value in the event's unit
     * @param count how many samples they are
     */
    void sample(ProfileEvent event, long threadId, long nanoTime, List<String> frames, long value, long count);

    /**
     * A sample of wall time, told instead of {@link #sample} where only that is sampled.
     *
     * @param nanoTime of the first, where it stands for {@code count} of a thread that slept on
     * @param asleep whether the kernel had put the thread to sleep
     */
    default void wall(long threadId, long nanoTime, List<String> frames, long value, long count, boolean asleep) {
        sample(ProfileEvent.WALL, threadId, nanoTime, frames, value, count);
    }

    /**
     * A thread that was seen, told before its samples, perhaps more than once.
     *
     * @param threadId as in its samples
     * @param osThreadId the kernel's number of it
     */
    default void thread(long threadId, long osThreadId, String name) {}
}
