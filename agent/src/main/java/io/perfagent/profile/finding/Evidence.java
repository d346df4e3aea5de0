package io.perfagent.profile.finding;

import io.perfagent.profile.stack.StackProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What findings are drawn from: all of one stretch of time.
 *
 * @param nanos its length
 * @param cpu samples of CPU time; the first frame of each stack is the operation
 * @param allocation the same of memory
 * @param locks time waited by lock
 * @param thrownPerSecond throwables made per second
 * @param gcPauseNanos time that collections stopped the application
 * @param heap use of the heap over a longer time
 * @param live who holds what lives long, newest reading first; null where nobody has looked
 */
public record Evidence(
        long nanos,
        StackProfile cpu,
        StackProfile allocation,
        List<Lock> locks,
        double thrownPerSecond,
        long gcPauseNanos,
        LiveHeap heap,
        @Nullable LiveObjects live) {
    /**
     * One lock.
     *
     * @param name class of the lock, and who waits where
     * @param waits waits over the threshold
     * @param nanos time waited, of all threads together
     * @param payers operations that waited
     */
    public record Lock(String name, long waits, long nanos, List<Finding.Part> payers) {}
}
