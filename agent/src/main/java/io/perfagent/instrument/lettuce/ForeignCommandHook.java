package io.perfagent.instrument.lettuce;

import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Commands are written to a channel: one of a class of the application's makes its bytes where nobody sees them. */
public final class ForeignCommandHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object commands, @Nullable Object second) {
        if (RedisSource.get() == null) {
            return null;
        }
        if (commands instanceof Collection) {
            for (Object command : (Collection<?>) commands) {
                look(command);
            }
        } else {
            look(commands);
        }
        return null;
    }

    private static void look(@Nullable Object written) {
        if (!(written instanceof RedisCommand)) {
            return;
        }
        Object command = CommandWrapper.unwrap((RedisCommand<?, ?, ?>) written);
        if (!(command instanceof Command)) {
            RedisSource.foreignClient(command.getClass().getName());
        }
    }
}
