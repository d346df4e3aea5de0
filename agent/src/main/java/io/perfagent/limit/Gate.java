package io.perfagent.limit;

import io.perfagent.limit.WaitingLine.Waiter;
import io.perfagent.limit.policy.AdmissionLevel;
import io.perfagent.limit.policy.Patience;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most a number of requests in at once; a few more wait for a moment. Open until {@link #hold} says otherwise: then
 * it only counts. Safe for all threads.
 *
 * <p>One that finds room takes no lock and allocates nothing. Each {@link #ADMITTED} is followed by one {@link #leave}.
 */
public final class Gate {
    /** May go on; {@link #leave} is owed. */
    public static final int ADMITTED = 0;

    /** As many wait as may. */
    public static final int QUEUE_FULL = 1;

    /** Has waited for as long as it helps. */
    public static final int TIMED_OUT = 2;

    /** Was interrupted while it waited; the thread's interrupt status is set. */
    public static final int INTERRUPTED = 3;

    /** Its connection had waited for a thread for longer than one waits here, and there was no room. */
    public static final int TOO_OLD = 4;

    /** Its place among those that wait was given to a request of a higher rank. */
    public static final int DISPLACED = 5;

    private final AtomicInteger inside = new AtomicInteger();
    private final ReentrantLock queueLock = new ReentrantLock();
    private final WaitingLine line = new WaitingLine(); // guarded by queueLock
    private final @Nullable Patience patience; // guarded by queueLock
    private final long fixedWaitNanos;
    private final LongAdder waits = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private volatile int queued;
    private volatile int peakInside;
    private volatile int limit = Integer.MAX_VALUE;
    private volatile int mayWait;
    private volatile @Nullable Ranks ranks;

    /** The word for an answer that is not {@link #ADMITTED}. */
    static String reason(int answer, boolean ofCap) {
        switch (answer) {
            case QUEUE_FULL:
                return ofCap ? "cap" : "queue_full";
            case TIMED_OUT:
                return "timed_out";
            case TOO_OLD:
                return "too_old";
            case DISPLACED:
                return "displaced";
            default:
                return "interrupted";
        }
    }

    /** One where {@link Patience} says for how long one waits, and who is next. */
    public Gate() {
        patience = new Patience(System.nanoTime());
        fixedWaitNanos = 0;
    }

    /** One where everybody waits for as long, the first come is the first in. */
    public Gate(long waitNanos) {
        patience = null;
        fixedWaitNanos = waitNanos;
    }

    /** As {@link #enter}, for one whose thread may wait and whose connection has not waited. */
    public int enter() {
        return tryEnter() ? ADMITTED : enter(true, 0, AdmissionLevel.rank(Tiers.NORMAL, 0));
    }

    /** Goes in if that is possible at once, and nobody waits. */
    public boolean tryEnter() {
        return queued == 0 && takePlace();
    }

    /**
     * Asks to get in where that was not possible at once.
     *
     * @param mayWait whether this thread may wait
     * @param waitedNanos for how long it has waited elsewhere already: that much less it waits here
     * @param rank of {@link AdmissionLevel#rank}: those of a better one are let in first, and take the place of one below where no
     *     more may wait
     * @return {@link #ADMITTED}, or why not
     */
    public int enter(boolean mayWait, long waitedNanos, int rank) {
        if (mayWait) {
            return enqueue(waitedNanos, rank);
        }
        if (tryEnter()) {
            return ADMITTED;
        }
        rejections.increment();
        return QUEUE_FULL;
    }

    private boolean takePlace() {
        int now = inside.get();
        while (now < limit) {
            if (inside.compareAndSet(now, now + 1)) {
                if (now >= peakInside) {
                    peakInside = now + 1; // a race loses a peak by one or two, which does not matter
                }
                return true;
            }
            now = inside.get();
        }
        return false;
    }

    private long patienceNanos(long nowNanos) {
        if (patience == null) {
            return fixedWaitNanos;
        }
        Ranks known = ranks;
        return patience.nanos(nowNanos, known != null && known.isCutting());
    }

    private int enqueue(long waitedNanos, int rank) {
        Waiter waiter = new Waiter(rank);
        long deadline;
        queueLock.lock();
        try {
            long now = System.nanoTime();
            letIn(now);
            if (line.isEmpty() && takePlace()) {
                return ADMITTED;
            }
            long before = patience == null ? 0 : waitedNanos;
            long left = patienceNanos(now) - before;
            if (left <= 0 || (line.size() >= mayWait && !displaces(rank))) {
                rejections.increment();
                return left <= 0 && before > 0 ? TOO_OLD : QUEUE_FULL;
            }
            deadline = now + left;
            line.add(waiter);
            queued = line.size();
            letIn(now); // whoever left meanwhile has not seen this one
        } finally {
            queueLock.unlock();
        }
        waits.increment();
        return await(waiter, deadline);
    }

    private boolean displaces(int rank) {
        Waiter lower = mayWait == 0 ? null : line.pollBelow(rank);
        if (lower == null) {
            return false;
        }
        if (lower.state.compareAndSet(WaitingLine.WAITING, WaitingLine.DISPLACED)) {
            LockSupport.unpark(lower.thread);
        }
        return true;
    }

    private int await(Waiter waiter, long deadline) {
        boolean interrupted = false;
        while (waiter.state.get() == WaitingLine.WAITING && !interrupted) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
            interrupted = Thread.currentThread().isInterrupted();
        }
        if (waiter.state.compareAndSet(WaitingLine.WAITING, WaitingLine.GONE)) {
            queueLock.lock();
            try {
                line.remove(waiter);
                left(System.nanoTime());
            } finally {
                queueLock.unlock();
            }
            rejections.increment();
            return interrupted ? INTERRUPTED : TIMED_OUT;
        }
        if (waiter.state.get() == WaitingLine.DISPLACED) {
            rejections.increment();
            return DISPLACED;
        }
        return ADMITTED;
    }

    /** One that was admitted has ended. */
    public void leave() {
        inside.decrementAndGet();
        if (queued > 0) {
            letInLocked();
        }
    }

    private void letInLocked() {
        queueLock.lock();
        try {
            letIn(System.nanoTime());
        } finally {
            queueLock.unlock();
        }
    }

    private void letIn(long nowNanos) {
        while (!line.isEmpty() && takePlace()) {
            boolean newest = patience != null && patience.stands(nowNanos);
            Waiter next = line.poll(newest);
            if (next != null && next.state.compareAndSet(WaitingLine.WAITING, WaitingLine.LET_IN)) {
                LockSupport.unpark(next.thread);
            } else {
                inside.decrementAndGet(); // it has just given up
            }
        }
        left(nowNanos);
    }

    private void left(long nowNanos) {
        queued = line.size();
        if (patience != null && line.isEmpty()) {
            patience.empty(nowNanos);
        }
    }

    /**
     * Holds to a limit from now on.
     *
     * @param atMost requests inside; above 0
     * @param waiting requests that may wait
     */
    public void hold(int atMost, int waiting) {
        limit = atMost;
        mayWait = waiting;
        if (queued > 0) {
            letInLocked();
        }
    }

    /** Lets everybody in, those that wait at once. */
    public void open() {
        hold(Integer.MAX_VALUE, 0);
    }

    /** Who is turned away before they come here; null while nobody is. */
    @Nullable
    Ranks ranks() {
        return ranks;
    }

    void ranks(@Nullable Ranks now) {
        ranks = now;
    }

    /** One was turned away before it came here. */
    void refused() {
        rejections.increment();
    }

    /** Requests inside. */
    public int inside() {
        return inside.get();
    }

    /** Requests that wait. */
    public int waiting() {
        return queued;
    }

    /** Most requests inside since this was last asked. */
    int takePeak() {
        int peak = Math.max(peakInside, inside.get());
        peakInside = inside.get();
        return peak;
    }

    /** Requests that have waited so far. */
    public long waits() {
        return waits.sum();
    }

    /** Requests that were not let in so far. */
    public long rejections() {
        return rejections.sum();
    }
}
