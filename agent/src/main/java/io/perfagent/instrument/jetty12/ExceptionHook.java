package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** What a servlet has thrown, before the server's handlers return; a dispatch later on leaves it on the request. */
public final class ExceptionHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object thrown, @Nullable Object second) {
        Operation operation = ThreadState.get().innermost(OperationKinds.HTTP_SERVER);
        if (operation != null && operation.subject instanceof Exchange && thrown instanceof Throwable) {
            ((Exchange) operation.subject).threw(operation, (Throwable) thrown);
        }
        return null;
    }
}
