package io.perfagent.limit;

import io.perfagent.limit.policy.AdmissionLevel;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who comes to a gate in an overload, by rank, and from which rank on they are turned away. There only while requests are
 * turned away. Safe for all threads; allocates nothing for a request.
 */
final class Ranks {
    private static final int COUNT = AdmissionLevel.TIERS * AdmissionLevel.COHORTS;

    private final AtomicIntegerArray arrivals = new AtomicIntegerArray(COUNT);
    private final LongAdder refused = new LongAdder();
    private final AdmissionLevel policy = new AdmissionLevel(); // of the one thread that steps
    private final int[] taken = new int[COUNT]; // of that thread, too
    private volatile int level = AdmissionLevel.ALL;

    /** Whether a request may come to the gate at all. */
    boolean admits(int rank) {
        arrivals.getAndIncrement(rank);
        if (rank < level) {
            return true;
        }
        refused.increment();
        return false;
    }

    /**
     * One step of the policy.
     *
     * @param rejected by the gate itself since the last one
     * @param waited at it since
     * @return whether there is nothing to be done any more
     */
    boolean step(long rejected, long waited) {
        for (int rank = 0; rank < COUNT; rank++) {
            taken[rank] = arrivals.getAndSet(rank, 0);
        }
        level = policy.step(taken, rejected, waited);
        return policy.isOver();
    }

    /** Requests that did not come to the gate. */
    long refused() {
        return refused.sum();
    }

    /** Whether some are turned away on arrival. */
    boolean isCutting() {
        return level < AdmissionLevel.ALL;
    }

    int level() {
        return level;
    }
}
