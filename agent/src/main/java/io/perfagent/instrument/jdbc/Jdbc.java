package io.perfagent.instrument.jdbc;

import io.perfagent.instrument.family.Database;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.JdbcUrls;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.side.SideTable;
import io.perfagent.trace.sql.SqlDialect;
import io.perfagent.trace.sql.SqlText;
import io.perfagent.trace.sql.SqlTextCache;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What the hooks of JDBC share. Safe for all threads; nothing here sends anything to a database. */
final class Jdbc {
    static final Jdbc SHARED = new Jdbc();

    private static final DatabaseTarget UNKNOWN = new DatabaseTarget("other_sql", null, null, 0, null, 0);

    final Telemetry telemetry = Telemetry.get();
    final Database database = telemetry.database;
    private final SqlTextCache[] texts = new SqlTextCache[SqlDialect.values().length];
    final Scope scope = new Scope("io.perfagent.jdbc", telemetry.version);
    private final SideTable side = telemetry.tracing.side();
    private final JdbcUrls urls = new JdbcUrls();

    private Jdbc() {
        for (SqlDialect dialect : SqlDialect.values()) {
            texts[dialect.ordinal()] = new SqlTextCache(dialect, telemetry.sanitizeQueries);
        }
        telemetry.metrics.holds(new HeldTexts(texts));
    }

    /** A text as its database reads it. */
    SqlText text(DatabaseTarget target, String sql) {
        return texts[SqlDialect.of(target.system).ordinal()].get(sql);
    }

    /** A connection that was opened for a URL. */
    void opened(Object connection, @Nullable Object url) {
        telemetry.learning.learn(connection.getClass(), JdbcInstrumentation.CONNECTIONS);
        if (url instanceof String && side.find(connection, ConnectionEntry.class) == null) {
            side.add(new ConnectionEntry(connection, side, urls.target((String) url)));
        }
    }

    /** Where a connection goes; asked of the driver's own object if it was opened before we were there. */
    DatabaseTarget target(@Nullable Connection connection) {
        if (connection == null) {
            return UNKNOWN;
        }
        ConnectionEntry known = side.find(connection, ConnectionEntry.class);
        if (known != null) {
            return known.target;
        }
        DatabaseTarget target = UNKNOWN;
        try {
            DatabaseMetaData metaData = connection.getMetaData();
            String url = metaData == null ? null : metaData.getURL();
            target = url == null ? UNKNOWN : urls.target(url);
        } catch (SQLException e) {
            return UNKNOWN; // closed: the next one will tell
        }
        side.add(new ConnectionEntry(connection, side, target));
        return target;
    }

    /** A statement that a connection has made; prepared for a text, or not. */
    void made(Object statement, @Nullable Object connection, @Nullable Object sql) {
        telemetry.learning.learn(statement.getClass(), JdbcInstrumentation.STATEMENTS);
        if (connection instanceof Connection && side.find(statement, StatementEntry.class) == null) {
            DatabaseTarget target = target((Connection) connection);
            SqlText text = sql instanceof String ? text(target, (String) sql) : null;
            side.add(new StatementEntry(statement, side, target, text));
        }
    }

    @Nullable
    StatementEntry entry(Object statement) {
        StatementEntry known = side.find(statement, StatementEntry.class);
        if (known != null || !(statement instanceof Statement)) {
            return known;
        }
        DatabaseTarget target;
        try {
            target = target(((Statement) statement).getConnection());
        } catch (SQLException e) {
            target = UNKNOWN;
        }
        StatementEntry made = new StatementEntry(statement, side, target, null);
        side.add(made);
        return made;
    }

    void closed(Object statement) {
        side.take(statement, StatementEntry.class);
    }

    @Nullable
    Operation begin() {
        return database.begin(OperationKinds.DATABASE);
    }

    Database.Call call(DatabaseTarget target, String summary) {
        return database.call(OperationKinds.DATABASE, target, summary, "");
    }

    /** Ends a call with the error the driver gave, if any. */
    void end(
            Operation operation,
            Database.Call call,
            DatabaseTarget target,
            @Nullable String text,
            int batchSize,
            @Nullable String procedure,
            @Nullable Throwable thrown) {
        database.end(operation, scope, call, text, batchSize, procedure, errorType(target, thrown), thrown);
    }

    private static @Nullable String errorType(DatabaseTarget target, @Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        if (thrown instanceof SQLException) {
            SQLException exception = (SQLException) thrown;
            if (target.system.equals("postgresql")) {
                String state = exception.getSQLState();
                if (state != null && !state.isEmpty()) {
                    return state;
                }
            } else if (exception.getErrorCode() != 0) {
                return Integer.toString(exception.getErrorCode());
            }
        }
        return io.perfagent.trace.Span.typeOf(thrown);
    }

    static void addToBatch(StatementEntry entry, @Nullable SqlText text) {
        Batch batch = entry.batch;
        if (batch == null) {
            batch = new Batch();
            entry.batch = batch;
        }
        batch.add(text);
    }
}
