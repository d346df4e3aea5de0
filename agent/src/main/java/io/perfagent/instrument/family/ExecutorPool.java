package io.perfagent.instrument.family;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** One executor as it is measured: kept beside it, and so gone with it. Safe for all threads. */
public final class ExecutorPool extends SideEntry {
    private final ExecutorPools all;

    /** False for the pools that run the JDK's virtual threads. */
    public final boolean measured;

    /** Whether what it is given may wait in a queue; false for pools that hand each task straight to a thread. */
    public final boolean queues;

    volatile @Nullable ExecutorGroup group;

    ExecutorPool(Object executor, SideTable table, ExecutorPools all) {
        super(executor, table);
        this.all = all;
        this.measured = !isOfVirtualThreads(executor);
        this.queues = !(executor instanceof ThreadPoolExecutor
                && ((ThreadPoolExecutor) executor).getQueue() instanceof SynchronousQueue);
    }

    /**
     * Does nothing: {@link #isOfVirtualThreads} is asked while virtual threads mount and unmount, when no class may be
     * loaded, so this one is before. No class of the JDK may be named here, as it may be just being loaded itself.
     */
    public static void load() {}

    /** Whether it schedules virtual threads or wakes them: what it is given are no tasks of anybody. */
    public static boolean isOfVirtualThreads(Object executor) {
        Object factory = null;
        if (executor instanceof ForkJoinPool) {
            factory = ((ForkJoinPool) executor).getFactory();
        } else if (executor instanceof ThreadPoolExecutor) {
            factory = ((ThreadPoolExecutor) executor).getThreadFactory();
        }
        return factory != null && factory.getClass().getName().startsWith("java.lang.");
    }

    /** A task is about to run on the calling thread, which is one of the pool's. */
    public void waited(long waitNanos) {
        group().waits.record(waitNanos, false, 0, 0, 0, 0);
    }

    /** A task has run on the calling thread. */
    public void ran(long runNanos) {
        group().runs.record(runNanos, false, 0, 0, 0, 0);
    }

    private ExecutorGroup group() {
        ExecutorGroup known = group;
        if (known == null) {
            known = all.group(Thread.currentThread().getName(), get());
            group = known;
        }
        return known;
    }

    boolean isGone() {
        Object executor = get();
        return executor == null || ((ExecutorService) executor).isTerminated();
    }

    /** Tasks that wait, read without waiting for the executor's threads; delayed ones included. */
    long queueLength() {
        Object executor = get();
        if (executor instanceof ThreadPoolExecutor) {
            return ((ThreadPoolExecutor) executor).getQueue().size();
        }
        if (executor instanceof ForkJoinPool) {
            ForkJoinPool pool = (ForkJoinPool) executor;
            return pool.getQueuedTaskCount() + pool.getQueuedSubmissionCount();
        }
        return 0;
    }
}
