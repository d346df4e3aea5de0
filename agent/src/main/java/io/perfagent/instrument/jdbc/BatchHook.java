package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** A batch is executed: one call, however many statements. */
public final class BatchHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Operation operation = self == null ? null : jdbc.begin();
        if (operation != null) {
            operation.subject = self;
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        Object statement = operation.subject;
        StatementEntry entry = statement == null ? null : jdbc.entry(statement);
        Batch batch = entry == null ? null : entry.batch;
        if (entry == null || batch == null) {
            jdbc.telemetry.tracing.end(operation);
            return;
        }
        entry.batch = null;
        jdbc.end(
                operation,
                jdbc.call(entry.target, batch.summary(entry.prepared)),
                entry.target,
                batch.text(entry.prepared),
                batch.size(),
                null,
                thrown);
    }
}
