package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** {@code send}: the call lasts until it returns. */
public final class SendHook extends Hook {
    private final JdkHttpCall call = JdkHttpCall.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object second) {
        Operation operation = call.begin(request);
        ConnectException refusal = operation == null ? null : call.refusal(operation);
        return refusal == null ? operation : Answer.throwing(refusal);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        call.end((Operation) state, result, thrown);
    }
}
