package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of {@code sendAsync}, before {@link SendAsyncHook} leaves: the application gets the one that completes once the call is
 * over. On the client's own what the application attaches would run first, and be part of the call. It is of the client's kind, so it
 * cancels the call as that one does.
 */
public final class FutureHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object request, @Nullable Object second, @Nullable Object result) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_CLIENT);
        Object begun = operation != null && operation.subject == request ? operation.detail : null;
        return begun instanceof AsyncCall && result instanceof CompletableFuture
                ? ((AsyncCall) begun).watch((CompletableFuture<?>) result)
                : result;
    }
}
