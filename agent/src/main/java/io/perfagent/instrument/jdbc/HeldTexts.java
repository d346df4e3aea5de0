package io.perfagent.instrument.jdbc;

import io.perfagent.metric.Held;
import io.perfagent.trace.sql.SqlTextCache;

/** What the remembered SQL texts of all dialects take. */
final class HeldTexts implements Held {
    private static final int ENTRY_BYTES = 200;

    private final SqlTextCache[] texts;

    HeldTexts(SqlTextCache[] texts) {
        this.texts = texts;
    }

    @Override
    public String structure() {
        return "sql_texts";
    }

    /** A byte for a character, as the JVM keeps Latin-1; the text as it was is the application's too. */
    @Override
    public long heldBytes() {
        long sum = 0;
        for (SqlTextCache one : texts) {
            sum += one.heldChars() + (long) one.size() * ENTRY_BYTES;
        }
        return sum;
    }
}
