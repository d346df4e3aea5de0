package io.perfagent.start.watch;

import io.perfagent.coldstart.sample.Frames;
import io.perfagent.coldstart.sample.LockWait;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks every {@value #INTERVAL_NANOS} ns which thread waits for a lock, and who holds it. Stacks are taken once of each
 * wait, when it is first seen. Ends by itself when nobody ends it.
 */
final class LockWatch extends Thread {
    static final long INTERVAL_NANOS = 10_000_000;

    private static final int DEPTH = 64;
    private static final int MAX_WAITS = 1_000;
    private static final long LONGEST_NANOS = 600_000_000_000L;

    /** A wait as it is seen; guarded by the watch. */
    private static final class Seen {
        final ThreadInfo waiter;
        final long ownerId;
        final String owner;
        final List<String> waiterStack;
        final List<String> ownerStack;
        final int lock;
        final long fromNanos;
        long untilNanos;

        Seen(ThreadInfo waiter, LockInfo lock, List<String> waiterStack, List<String> ownerStack, long nowNanos) {
            this.waiter = waiter;
            this.ownerId = waiter.getLockOwnerId();
            this.owner = String.valueOf(waiter.getLockOwnerName());
            this.lock = lock.getIdentityHashCode();
            this.waiterStack = waiterStack;
            this.ownerStack = ownerStack;
            this.fromNanos = nowNanos;
            this.untilNanos = nowNanos;
        }
    }

    private final List<Seen> waits = new ArrayList<>();
    private final Map<Long, Seen> current = new HashMap<>();
    private volatile boolean over;
    private volatile String objection = "";

    LockWatch() {
        super(null, null, "perf-agent-locks", 0, false);
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long begin = System.nanoTime();
            while (!over && System.nanoTime() - begin < LONGEST_NANOS) {
                look(threads);
                Thread.interrupted(); // or it would never rest again
                LockSupport.parkNanos(INTERVAL_NANOS);
            }
        } catch (RuntimeException | LinkageError e) {
            objection = "the JVM does not tell: ".concat(String.valueOf(e));
        }
    }

    private void look(ThreadMXBean threads) {
        ThreadInfo[] infos = threads.getThreadInfo(threads.getAllThreadIds(), 0);
        long now = System.nanoTime();
        for (ThreadInfo info : infos) {
            LockInfo lock = info == null ? null : info.getLockInfo();
            if (info != null && lock != null && LockOwners.isHeld(info)) {
                seen(threads, info, lock, now);
            } else if (info != null) {
                forget(info.getThreadId());
            }
        }
    }

    private synchronized void forget(long threadId) {
        current.remove(threadId);
    }

    private synchronized void seen(ThreadMXBean threads, ThreadInfo info, LockInfo lock, long nowNanos) {
        Seen known = current.get(info.getThreadId());
        if (known != null && known.lock == lock.getIdentityHashCode() && known.ownerId == info.getLockOwnerId()) {
            known.untilNanos = nowNanos;
            return;
        }
        if (waits.size() >= MAX_WAITS) {
            return;
        }
        long[] both = {info.getThreadId(), info.getLockOwnerId()};
        ThreadInfo[] stacks = threads.getThreadInfo(both, DEPTH);
        Seen made = new Seen(info, lock, stack(stacks[0]), stack(stacks[1]), nowNanos);
        current.put(info.getThreadId(), made);
        waits.add(made);
    }

    private static List<String> stack(@Nullable ThreadInfo info) {
        return info == null ? List.of() : Frames.viewOfWaiting(LockOwners.stack(info));
    }

    void end() {
        over = true;
        LockSupport.unpark(this);
    }

    /** Why nothing was seen; empty if it was looked for. */
    String objection() {
        return objection;
    }

    /** What was seen so far; how long a wait was is what was seen of it, and what goes by until it is looked again. */
    synchronized List<LockWait> waits() {
        List<LockWait> all = new ArrayList<>();
        for (Seen one : waits) {
            LockInfo lock = one.waiter.getLockInfo();
            all.add(new LockWait(
                    lock == null ? "lock" : lock.getClassName(),
                    one.waiter.getThreadName(),
                    one.waiter.getThreadId(),
                    one.owner,
                    one.ownerId,
                    one.fromNanos,
                    one.untilNanos,
                    one.untilNanos - one.fromNanos,
                    false,
                    one.waiterStack,
                    one.ownerStack));
        }
        return all;
    }
}
