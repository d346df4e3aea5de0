package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code sendAsync}: the call lasts until its future completes, on whatever thread. */
public final class SendAsyncHook extends Hook {
    private final JdkHttpCall call = JdkHttpCall.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object second) {
        Operation operation = call.begin(request);
        ConnectException refusal = operation == null ? null : call.refusal(operation);
        return refusal == null ? operation : Answer.returning(CompletableFuture.failedFuture(refusal));
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        if (thrown != null || !(result instanceof CompletableFuture)) {
            call.end(operation, null, thrown);
            return;
        }
        call.telemetry.tracing.detach(operation);
        // Watched, not replaced: the application gets the client's own future.
        ((CompletableFuture<?>) result).whenComplete(new Completion(call, operation));
    }

    private static final class Completion implements BiConsumer<@Nullable Object, @Nullable Throwable> {
        private final JdkHttpCall call;
        private final Operation operation;

        Completion(JdkHttpCall call, Operation operation) {
            this.call = call;
            this.operation = operation;
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
}
