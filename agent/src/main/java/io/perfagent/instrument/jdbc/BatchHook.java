package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import io.perfagent.trace.sql.SqlText;
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
        if (entry == null || entry.batchSize == 0) {
            jdbc.telemetry.tracing.end(operation);
            return;
        }
        int size = entry.batchSize;
        SqlText prepared = entry.prepared;
        String text = entry.batchText != null ? entry.batchText.toString() : prepared == null ? null : prepared.query();
        String summary = entry.batchText != null ? entry.batchSummary : prepared == null ? "" : prepared.summary();
        if (size > 1) {
            summary = entry.batchMixed || summary == null || summary.isEmpty() ? "BATCH" : "BATCH " + summary;
        }
        entry.clearBatch();
        jdbc.end(
                operation,
                jdbc.call(entry.target, summary == null ? "" : summary),
                entry.target,
                text,
                size,
                null,
                thrown);
    }
}
