package io.perfagent.instrument.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.RedisCall;
import io.perfagent.instrument.family.RedisErrors;
import org.jspecify.annotations.Nullable;

/** A command that is no future is answered: a reactive one, or one that was dispatched as it is. */
public final class CompleteHook extends Hook {
    private static final String OTHER = "io.lettuce.core.RedisCommandExecutionException";

    private final LettuceCalls calls = new LettuceCalls();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        RedisCall call = calls.take(self);
        if (call != null && self instanceof Command) {
            CommandOutput<?, ?, ?> output = ((Command<?, ?, ?>) self).getOutput();
            String errorType = null;
            if (output != null && output.hasError()) {
                String prefix = RedisErrors.prefix(output.getError());
                errorType = prefix == null ? OTHER : prefix;
            }
            calls.end(call, errorType, null);
        }
        return null;
    }
}
