package io.perfagent.instrument.okhttp;

import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** A call of the application, which may send several requests or none; on its own thread only. */
final class OkHttpCall {
    /** Of a class of the JDK, so that a thread keeps nothing of the application when the call is over. */
    private static final ThreadLocal<@Nullable Object @Nullable []> CURRENT = new ThreadLocal<>();

    private final @Nullable OkHttpCall outer;
    final long startNanos = System.nanoTime();

    /** Requests sent so far. */
    int sent;

    /** A request that has not been sent: no connection so far. */
    @Nullable
    Operation waiting;

    /** Whether a request was not to be made, and that was told. */
    boolean refused;

    /** Why {@link #waiting} has not been sent. */
    @Nullable
    Throwable failure;

    private OkHttpCall(@Nullable OkHttpCall outer) {
        this.outer = outer;
    }

    static OkHttpCall begin() {
        @Nullable Object[] cell = CURRENT.get();
        if (cell == null) {
            cell = new Object[1];
            CURRENT.set(cell);
        }
        OkHttpCall call = new OkHttpCall((OkHttpCall) cell[0]);
        cell[0] = call;
        return call;
    }

    /** The innermost call on this thread; an interceptor may make others within one. */
    static @Nullable OkHttpCall current() {
        @Nullable Object[] cell = CURRENT.get();
        return cell == null ? null : (OkHttpCall) cell[0];
    }

    void end() {
        @Nullable Object[] cell = CURRENT.get();
        if (cell != null) {
            cell[0] = outer;
        }
    }
}
