package io.perfagent.instrument.lettuce;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.RedisCall;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A command is given up: by the application, or because a synchronous call has waited too long. */
public final class CancelHook extends Hook {
    private static final String CANCELLED = "java.util.concurrent.CancellationException";

    private final LettuceCalls calls = new LettuceCalls();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        RedisCall call = calls.take(self);
        if (call != null) {
            // The future makes the same exception in a moment, on this thread.
            calls.giveUp(call, CANCELLED, call.operation.sampled() ? new CancellationException() : null);
        }
        return null;
    }
}
