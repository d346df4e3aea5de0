package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;

/** A pipeline or transaction takes a command; that it is written to the connection is no call of its own. */
public final class AppendHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object command, @Nullable Object second) {
        if (self == null || !(command instanceof CommandObject)) {
            return null;
        }
        ThreadState.get().suppress(OperationKinds.REDIS, true);
        return command;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ThreadState.get().suppress(OperationKinds.REDIS, false);
        if (self == null || thrown != null) {
            return;
        }
        PipelineEntry entry = side.find(self, PipelineEntry.class);
        if (entry == null) {
            entry = new PipelineEntry(self, side);
            side.add(entry);
        }
        entry.size++;
        if (entry.text.length() < PipelineEntry.MAX_CHARS) {
            CommandArguments arguments = ((CommandObject<?>) state).getArguments();
            if (entry.size > 1) {
                entry.text.append("; ");
            }
            RedisText.append(entry.text, arguments, RedisText.name(arguments));
        }
    }
}
