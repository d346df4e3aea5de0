package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Transaction;

/** A pipeline's replies are read, or a transaction executed: one call for all its commands. */
public final class BatchHook extends Hook {
    private final Jedis3 jedis = new Jedis3();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Gathered gathered = self == null || !jedis.present ? null : jedis.side.find(self, Gathered.class);
        if (gathered == null) {
            return null; // nothing gathered: nothing is sent
        }
        Operation operation = jedis.telemetry.database.begin(OperationKinds.REDIS);
        if (operation != null) {
            operation.subject = self;
            operation.detail = gathered;
            jedis.side.remove(gathered);
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        Object pipeline = operation.subject;
        Gathered gathered = (Gathered) operation.detail;
        Object connection = pipeline == null ? null : jedis.connection(pipeline);
        if (gathered == null || connection == null) {
            jedis.telemetry.tracing.end(operation);
            return;
        }
        String name = pipeline instanceof Transaction ? "MULTI" : "PIPELINE";
        jedis.end(operation, connection, name, gathered.text.toString(), gathered.size, thrown);
    }
}
