package io.perfagent.trace.sql;

import org.jspecify.annotations.Nullable;

/**
 * What telemetry says of an SQL text: {@code db.query.text}, {@code db.query.summary} and
 * {@code db.stored_procedure.name} (OpenTelemetry semantic conventions for SQL databases). Immutable.
 *
 * <p>No method throws, whatever the text is; time is linear in its length, of which at most 1 Mi characters are read.
 */
public final class SqlText {
    private final String query;
    private final String summary;
    private final @Nullable String storedProcedure;

    private SqlText(String query, String summary, @Nullable String storedProcedure) {
        this.query = query;
        this.summary = summary;
        this.storedProcedure = storedProcedure;
    }

    /** Reads a text; literals are replaced. */
    public static SqlText of(String sql, SqlDialect dialect) {
        return of(sql, dialect, true);
    }

    /**
     * Reads a text.
     *
     * @param sanitize false leaves the literals in {@link #query}, which may then hold secrets
     */
    public static SqlText of(String sql, SqlDialect dialect, boolean sanitize) {
        SqlSummary summary = new SqlSummary(sql);
        String query = new SqlLexer(sql, dialect, summary).read();
        return new SqlText(sanitize ? query : cut(sql), summary.summary(), summary.procedure());
    }

    private static String cut(String sql) {
        if (sql.length() <= SqlLexer.MAX_OUTPUT_CHARS) {
            return sql;
        }
        boolean pair = Character.isHighSurrogate(sql.charAt(SqlLexer.MAX_OUTPUT_CHARS - 1));
        return sql.substring(0, pair ? SqlLexer.MAX_OUTPUT_CHARS - 1 : SqlLexer.MAX_OUTPUT_CHARS);
    }

    /** The text with {@code ?} for each literal and for each list of them after IN; at most 32 Ki characters. */
    public String query() {
        return query;
    }

    /** Operations and their targets in order, such as {@code SELECT item}; at most 255 characters, empty if unknown. */
    public String summary() {
        return summary;
    }

    /** The procedure that is called, or null. */
    public @Nullable String storedProcedure() {
        return storedProcedure;
    }

    /** The sanitised text, or the text as it was if it is kept so. */
    @Override
    public String toString() {
        return query;
    }
}
