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
}
