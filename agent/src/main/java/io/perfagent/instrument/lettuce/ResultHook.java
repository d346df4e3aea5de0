package io.perfagent.instrument.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A future is about to be completed with its answer. An error reply fails the command first, with its exception. */
public final class ResultHook extends Hook {
    private final LettuceCalls calls = new LettuceCalls();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self instanceof RedisCommand) {
            RedisCommand<?, ?, ?> command = CommandWrapper.unwrap((RedisCommand<?, ?, ?>) self);
            CommandOutput<?, ?, ?> output = command.getOutput();
            if (output == null || !output.hasError()) {
                calls.end(command, null, null);
            }
        }
        return null;
    }
}
