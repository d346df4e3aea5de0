package io.perfagent.trace;

import org.jspecify.annotations.Nullable;

/** What we keep per thread: the current operation, and recycled ones. Touched by its own thread only. */
public final class ThreadState {
    private static final int MAX_FREE = 16;
    private static final ThreadLocal<ThreadState> STATES = new States();

    /** The innermost operation on this thread, or null. */
    @Nullable Operation current;

    /** Whether this thread is ours: nothing on it is traced or measured. */
    boolean ignored;

    private @Nullable Operation free;
    private int freeCount;

    private static final class States extends ThreadLocal<ThreadState> {
        @Override
        protected ThreadState initialValue() {
            return new ThreadState();
        }
    }

    private ThreadState() {}

    public static ThreadState get() {
        return STATES.get();
    }

    /** Marks the calling thread as one of ours. */
    public static void ignoreThisThread() {
        STATES.get().ignored = true;
    }

    public @Nullable Operation current() {
        return current;
    }

    public boolean ignored() {
        return ignored;
    }

    /** The innermost operation of a kind that is in progress on this thread, or null. */
    public @Nullable Operation innermost(int kind) {
        Operation operation = current;
        while (operation != null && operation.kind != kind) {
            operation = operation.previous;
        }
        return operation;
    }

    Operation acquire() {
        Operation operation = free;
        if (operation == null) {
            return new Operation();
        }
        free = operation.previous;
        freeCount--;
        operation.previous = null;
        return operation;
    }

    void release(Operation operation) {
        operation.clear();
        if (freeCount < MAX_FREE) {
            operation.previous = free;
            free = operation;
            freeCount++;
        }
    }
}
