package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;

/** A pipeline or transaction takes a command. */
public final class AppendHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object command, @Nullable Object second, @Nullable Object result) {
        if (self == null || !(command instanceof CommandObject)) {
            return result;
        }
        PipelineEntry entry = side.find(self, PipelineEntry.class);
        if (entry == null) {
            entry = new PipelineEntry(self, side);
            side.add(entry);
        }
        entry.size++;
        if (entry.text.length() < PipelineEntry.MAX_CHARS) {
            CommandArguments arguments = ((CommandObject<?>) command).getArguments();
            if (entry.size > 1) {
                entry.text.append("; ");
            }
            RedisText.append(entry.text, arguments, RedisText.name(arguments));
        }
        return result;
    }
}
