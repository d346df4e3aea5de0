package io.perfagent.instrument.jdkhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** {@code send}: the call lasts until it returns. */
public final class SendHook extends Hook {
    private final JdkHttpCall call = JdkHttpCall.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object second) {
        return call.begin(request);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        call.end((Operation) state, result, thrown);
    }
}
