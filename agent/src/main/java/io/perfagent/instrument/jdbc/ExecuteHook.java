package io.perfagent.instrument.jdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Database;
import io.perfagent.trace.Operation;
import io.perfagent.trace.sql.SqlText;
import org.jspecify.annotations.Nullable;

/** A statement is executed: with a text of its own, or with the one it was prepared for. */
public final class ExecuteHook extends Hook {
    private final Jdbc jdbc = Jdbc.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object sql, @Nullable Object second) {
        Operation operation = self == null ? null : jdbc.begin();
        if (operation != null) {
            operation.subject = self;
            operation.detail = sql;
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        Object statement = operation.subject;
        StatementEntry entry = statement == null ? null : jdbc.entry(statement);
        if (entry == null) {
            jdbc.telemetry.tracing.end(operation);
            return;
        }
        Object sql = operation.detail;
        SqlText text = sql instanceof String ? jdbc.text(entry.target, (String) sql) : entry.prepared;
        Database.Call call = entry.call;
        if (call == null || text != entry.prepared) {
            call = jdbc.call(entry.target, text == null ? "" : text.summary());
            if (text == entry.prepared) {
                entry.call = call;
            }
        }
        jdbc.end(
                operation,
                call,
                entry.target,
                text == null ? null : text.query(),
                0,
                text == null ? null : text.storedProcedure(),
                thrown);
    }
}
