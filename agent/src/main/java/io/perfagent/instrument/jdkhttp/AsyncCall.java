package io.perfagent.instrument.jdkhttp;

import io.perfagent.trace.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call by {@code sendAsync}, on its caller's thread until its future is known, and then wherever that completes, or the one that the
 * application was given. Whether it is over, once.
 */
final class AsyncCall extends AtomicBoolean implements BiConsumer<@Nullable Object, @Nullable Throwable> {
    private static final long serialVersionUID = 1L;

    private final transient JdkHttpCall call;
    private final transient Operation operation;
    private boolean watched; // for the caller's thread

    AsyncCall(JdkHttpCall call, Operation operation) {
        this.call = call;
        this.operation = operation;
    }

    /** Whether it ends with its future. Then its operation is another thread's, or nobody's any more. */
    boolean isWatched() {
        return watched;
    }

    /** Leaves the thread; what is given back completes once the call is over. */
    CompletableFuture<?> watch(CompletableFuture<?> future) {
        watched = true;
        call.telemetry.tracing.detach(operation);
        if (future.isDone()) {
            future.whenComplete(this);
            return future;
        }
        CompletableFuture<?> told = future.whenComplete(this);
        told.whenComplete(
                this); // the application may complete it itself (orTimeout, cancel), and then this is not told by the
        // other
        return told;
    }

    @Override
    public void accept(@Nullable Object response, @Nullable Throwable thrown) {
        if (!compareAndSet(false, true)) {
            return; // the operation is another call's by now
        }
        try {
            call.end(operation, response, thrown);
        } catch (RuntimeException | LinkageError e) {
            call.telemetry.tracing.end(operation);
        }
    }
}
