package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code sendAsync}: the call lasts until its future completes, on whatever thread. */
public final class SendAsyncHook extends Hook {
    private final JdkHttpCall call = JdkHttpCall.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object second) {
        Operation operation = call.begin(request);
        if (operation == null) {
            return null;
        }
        ConnectException refusal = call.refusal(operation);
        if (refusal != null) {
            return Answer.returning(CompletableFuture.failedFuture(refusal));
        }
        AsyncCall begun = new AsyncCall(call, operation);
        operation.detail = begun;
        return begun;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        AsyncCall begun = (AsyncCall) state;
        if (begun.isWatched()) {
            return;
        }
        if (thrown == null && result instanceof CompletableFuture) {
            begun.watch((CompletableFuture<?>) result); // not to be exchanged here: it ends late, but it ends
        } else {
            begun.accept(null, thrown);
        }
    }
}
