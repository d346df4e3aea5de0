package io.perfagent.instrument.jdkhttp;

import io.perfagent.trace.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A call by {@code sendAsync}, on its caller's thread until its future is known, and then wherever that completes. */
final class AsyncCall implements BiConsumer<@Nullable Object, @Nullable Throwable> {
    private final JdkHttpCall call;
    private final Operation operation;
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
        return future.whenComplete(this);
    }

    @Override
    public void accept(@Nullable Object response, @Nullable Throwable thrown) {
        try {
            call.end(operation, response, thrown);
        } catch (RuntimeException | LinkageError e) {
            call.telemetry.tracing.end(operation);
        }
    }
}
