package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** A request is about to be sent by the classic client, anew after each redirect or retry: with the context. */
public final class InjectHook extends Hook {
    private final ApacheCalls calls = new ApacheCalls();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object second) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_CLIENT);
        if (operation != null && request instanceof HttpMessage) {
            ApacheCalls.set((HttpMessage) request, calls.headers(operation));
        }
        return null;
    }
}
