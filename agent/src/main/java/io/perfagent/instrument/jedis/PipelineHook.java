package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Database;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** A pipeline is sent, or a transaction executed: one call for all its commands. */
public final class PipelineHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.jedis", telemetry.version);
    private final JedisConnections connections = new JedisConnections(telemetry.tracing.side());
    private final @Nullable Field ofPipeline = field(Pipeline.class);
    private final @Nullable Field ofTransaction = field(Transaction.class);

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        PipelineEntry entry = self == null ? null : telemetry.tracing.side().find(self, PipelineEntry.class);
        if (entry == null) {
            return null; // nothing gathered: nothing is sent
        }
        Operation operation = telemetry.database.begin(OperationKinds.REDIS);
        if (operation != null) {
            operation.subject = self;
            operation.detail = entry;
            telemetry.tracing.side().remove(entry);
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        Object pipeline = operation.subject;
        PipelineEntry entry = (PipelineEntry) operation.detail;
        Connection connection = pipeline == null ? null : connection(pipeline);
        if (entry == null || connection == null) {
            telemetry.tracing.end(operation);
            return;
        }
        String name = pipeline instanceof Transaction ? "MULTI" : "PIPELINE";
        Database.Call call = telemetry.database.call(OperationKinds.REDIS, connections.target(connection), "", name);
        telemetry.database.end(
                operation, scope, call, entry.text.toString(), entry.size, null, CommandHook.errorType(thrown), thrown);
    }

    private @Nullable Connection connection(Object pipeline) {
        try {
            Field field = pipeline instanceof Transaction ? ofTransaction : ofPipeline;
            return field == null ? null : (Connection) field.get(pipeline);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Field field(Class<?> type) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            try {
                Field field = declaring.getDeclaredField("connection");
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException inherited) {
                continue;
            } catch (RuntimeException e) {
                return null;
            }
        }
        return null;
    }
}
