package io.perfagent.trace;

import io.perfagent.trace.propagation.HeaderRoom;
import io.perfagent.trace.propagation.RemoteContext;
import org.jspecify.annotations.Nullable;

/** What we keep per thread: the current operation, and recycled ones. Touched by its own thread only. */
public final class ThreadState {
    private static final int MAX_FREE = 16;
    private static final int SCRATCH_CHARS = 128;
    private static final int MAX_SCRATCH_CHARS = 1024;
    private static final ThreadLocal<ThreadState> STATES = new States();

    /** The innermost operation on this thread, or null. */
    @Nullable
    Operation current;

    /** Whether this thread is ours: nothing on it is traced or measured. */
    boolean ignored;

    /** Kinds whose calls are part of something else at the moment, as bits. */
    private int suppressedKinds;

    /** The task that a pool's loop has begun on this thread, if that loop was running before it was woven. */
    public @Nullable Operation unwovenLoopTask;

    /** Whether the pool's loop on this thread is woven: it then begins and ends its tasks itself. */
    public boolean loopIsWoven;

    /** For how long the connection that this thread has taken up waited for a thread; until a request takes note of it. */
    public long queueWaitNanos;

    /** The call of a driver that this thread is in, while an adapter of the cache looks at it; null again when it is over. */
    public @Nullable Object driverCall;

    private @Nullable StringBuilder scratch;
    private @Nullable RemoteContext remote;
    private @Nullable HeaderRoom headers;
    private @Nullable Span span;
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

    /** Whether calls of a kind are part of something else at the moment. */
    public boolean isSuppressed(int kind) {
        return (suppressedKinds & 1 << kind) != 0;
    }

    /** Calls of a kind are part of something else from now on, or no longer. */
    public void suppress(int kind, boolean on) {
        suppressedKinds = on ? suppressedKinds | 1 << kind : suppressedKinds & ~(1 << kind);
    }

    /** An empty builder for a text that is made and used before anything else is called. */
    public StringBuilder scratch() {
        StringBuilder out = scratch;
        if (out == null || out.capacity() > MAX_SCRATCH_CHARS) { // what one long text has needed is not kept
            out = new StringBuilder(SCRATCH_CHARS);
            scratch = out;
        }
        out.setLength(0);
        return out;
    }

    /** For what a request says of its trace, cleared; good until the next request begins on this thread. */
    public RemoteContext remote() {
        RemoteContext known = remote;
        if (known == null) {
            known = new RemoteContext();
            remote = known;
        }
        known.clear();
        return known;
    }

    /** Where headers that carry a trace are read and written on this thread. */
    public HeaderRoom headers() {
        HeaderRoom known = headers;
        if (known == null) {
            known = new HeaderRoom();
            headers = known;
        }
        return known;
    }

    /** A span to write: the thread's own, or another one while that is being written. */
    Span span(int maxAttributeChars) {
        Span known = span;
        if (known == null || known.open || known.tooLarge) {
            known = new Span(maxAttributeChars);
            span = known;
        }
        return known;
    }

    Operation acquire() {
        Operation operation = free;
        if (operation == null) {
            return new Operation();
        }
        free = operation.previous;
        freeCount--;
        operation.previous = null;
        operation.ended = false;
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
