package io.perfagent.start.profiling;

import io.perfagent.profile.LockClasses;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How many threads wait for a lock that another one holds, on average of some looks. A look reads fields of each thread and
 * stops none; virtual threads are not seen. For one thread.
 */
final class BlockedThreads {
    private static final int ROOM = 64;

    private final ThreadGroup all = root();
    private Thread[] threads = new Thread[ROOM];
    private long blocked;
    private int looks;

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (ThreadGroup above = group.getParent(); above != null; above = group.getParent()) {
            group = above;
        }
        return group;
    }

    void look() {
        int active = all.activeCount();
        if (active > threads.length || active < threads.length / 4) {
            threads = new Thread[active + ROOM];
        }
        int found = all.enumerate(threads, true);
        for (int i = 0; i < found; i++) {
            blocked += waitsForLock(threads[i]) ? 1 : 0;
            threads[i] = null; // what has ended is not kept
        }
        looks++;
    }

    private static boolean waitsForLock(@Nullable Thread thread) {
        if (thread == null) {
            return false;
        }
        switch (thread.getState()) {
            case BLOCKED:
                return true;
            case WAITING:
            case TIMED_WAITING:
                Object blocker = LockSupport.getBlocker(thread);
                return blocker != null && LockClasses.lock(blocker.getClass().getName()) != null;
            default:
                return false;
        }
    }

    /** Since the last time this was asked; negative without a look. */
    double average() {
        double average = looks == 0 ? -1 : (double) blocked / looks;
        blocked = 0;
        looks = 0;
        return average;
    }
}
