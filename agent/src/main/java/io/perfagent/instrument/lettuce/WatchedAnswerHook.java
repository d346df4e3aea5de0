package io.perfagent.instrument.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** A command has its reply; whoever waits for it is told in a moment. */
public final class WatchedAnswerHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (!(self instanceof RedisCommand) || RedisSource.get() == null) {
            return null;
        }
        RedisCommand<?, ?, ?> command = CommandWrapper.unwrap((RedisCommand<?, ?, ?>) self);
        WatchedCommand watched = side.take(command, WatchedCommand.class);
        if (watched == null) {
            return null;
        }
        CommandOutput<?, ?, ?> output = command.getOutput();
        try {
            if (output != null && output.hasError()) {
                watched.refused();
            } else {
                watched.answered(output == null ? null : output.get());
            }
        } catch (Throwable t) {
            watched.givenUp(); // its end is to be told, whatever fails
            throw t;
        }
        return null;
    }
}
