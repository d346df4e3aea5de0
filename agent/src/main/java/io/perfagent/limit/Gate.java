package io.perfagent.limit;

import io.perfagent.limit.policy.Patience;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

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

    private static final int WAITING = 0;
    private static final int LET_IN = 1;
    private static final int GONE = 2;

    private final AtomicInteger inside = new AtomicInteger();
    private final ReentrantLock queueLock = new ReentrantLock();
    private final ArrayDeque<Waiter> queue = new ArrayDeque<>(); // guarded by queueLock
    private final Patience patience = new Patience(System.nanoTime()); // guarded by queueLock
    private final LongAdder waits = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private volatile int queued;
    private volatile int peakInside;
    private volatile int limit = Integer.MAX_VALUE;
    private volatile int mayWait;

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        final AtomicInteger state = new AtomicInteger(WAITING);
    }

    /**
     * Asks to get in; waits at most {@link Patience#LONG_NANOS}.
     *
     * @return {@link #ADMITTED}, or why not
     */
    public int enter() {
        if (queued == 0 && takePlace()) {
            return ADMITTED;
        }
        return enqueue();
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

    private int enqueue() {
        Waiter waiter = new Waiter();
        long deadline;
        queueLock.lock();
        try {
            long now = System.nanoTime();
            letIn(now);
            if (queue.isEmpty() && takePlace()) {
                return ADMITTED;
            }
            if (queue.size() >= mayWait) {
                rejections.increment();
                return QUEUE_FULL;
            }
            deadline = now + patience.nanos(now);
            queue.addLast(waiter);
            queued = queue.size();
            letIn(now); // whoever left meanwhile has not seen this one
        } finally {
            queueLock.unlock();
        }
        waits.increment();
        return await(waiter, deadline);
    }

    private int await(Waiter waiter, long deadline) {
        boolean interrupted = false;
        while (waiter.state.get() == WAITING && !interrupted) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
            interrupted = Thread.currentThread().isInterrupted();
        }
        if (waiter.state.compareAndSet(WAITING, GONE)) {
            queueLock.lock();
            try {
                queue.remove(waiter);
                left(System.nanoTime());
            } finally {
                queueLock.unlock();
            }
            rejections.increment();
            return interrupted ? INTERRUPTED : TIMED_OUT;
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
        while (!queue.isEmpty() && takePlace()) {
            Waiter next = patience.stands(nowNanos) ? queue.pollLast() : queue.pollFirst();
            if (next != null && next.state.compareAndSet(WAITING, LET_IN)) {
                LockSupport.unpark(next.thread);
            } else {
                inside.decrementAndGet(); // it has just given up
            }
        }
        left(nowNanos);
    }

    private void left(long nowNanos) {
        queued = queue.size();
        if (queue.isEmpty()) {
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
