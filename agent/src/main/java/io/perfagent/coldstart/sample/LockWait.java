package io.perfagent.coldstart.sample;

import java.util.List;

/**
 * A thread waited for a lock that another thread held.
 *
 * @param lock its class
 * @param waiter the thread that waited, by name; {@code waiterId} its {@link Thread#getId}
 * @param owner the thread that held it when it was first looked at
 * @param fromNanos when it was first seen to wait; {@code untilNanos} when last, {@link System#nanoTime}
 * @param waitNanos how long it waited: measured, or as long as it was seen to
 * @param measured whether the profiler told how long
 * @param waiterStack innermost first; {@code ownerStack} what the owner was at, innermost first
 */
public record LockWait(
        String lock,
        String waiter,
        long waiterId,
        String owner,
        long ownerId,
        long fromNanos,
        long untilNanos,
        long waitNanos,
        boolean measured,
        List<String> waiterStack,
        List<String> ownerStack) {

    /**
     * With the time that the profiler has measured for it, if it has.
     *
     * @param measuredFromNanos when a wait of the same thread began, {@code lengthNanos} how long it was
     */
    public LockWait joined(long threadId, long measuredFromNanos, long lengthNanos) {
        boolean same = threadId == waiterId
                && measuredFromNanos - untilNanos <= 0
                && measuredFromNanos + lengthNanos - fromNanos >= 0;
        return !same || (measured && waitNanos >= lengthNanos)
                ? this
                : new LockWait(
                        lock,
                        waiter,
                        waiterId,
                        owner,
                        ownerId,
                        fromNanos,
                        untilNanos,
                        lengthNanos,
                        true,
                        waiterStack,
                        ownerStack);
    }
}
