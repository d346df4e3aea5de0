package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import org.jspecify.annotations.Nullable;

/** A pipeline or transaction notes that a reply is due: the command just sent is no call of its own. */
public final class QueuedHook extends Hook {
    private final Jedis3 jedis = new Jedis3();

    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Object connection = self == null || !jedis.present ? null : jedis.connection(self);
        Sent sent = connection == null ? null : jedis.side.take(connection, Sent.class);
        if (self == null || sent == null) {
            return result;
        }
        Gathered gathered = jedis.side.find(self, Gathered.class);
        if (gathered == null) {
            gathered = new Gathered(self, jedis.side);
            jedis.side.add(gathered);
        }
        gathered.add(sent);
        jedis.telemetry.tracing.end(sent.operation);
        return result;
    }
}
