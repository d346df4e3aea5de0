package io.perfagent.instrument.jdbc;

import io.perfagent.trace.sql.SqlText;
import org.jspecify.annotations.Nullable;

/** The statements that wait to be executed together: how many, and what they say as one, bounded. */
final class Batch {
    private static final int MAX_CHARS = 8 << 10;

    private int size;
    private @Nullable StringBuilder text;
    private @Nullable String summary;
    private boolean mixed;

    /** @param added null for another set of the parameters of a prepared statement */
    void add(@Nullable SqlText added) {
        size++;
        if (added == null) {
            return;
        }
        StringBuilder joined = text;
        if (joined == null) {
            text = new StringBuilder(added.query());
            summary = added.summary();
            return;
        }
        if (!added.summary().equals(summary)) {
            mixed = true;
        }
        if (joined.length() + added.query().length() < MAX_CHARS) {
            joined.append("; ").append(added.query());
        }
    }

    int size() {
        return size;
    }

    /** The texts of all, or that of the statement that was prepared. */
    @Nullable
    String text(@Nullable SqlText prepared) {
        StringBuilder joined = text;
        return joined != null ? joined.toString() : prepared == null ? null : prepared.query();
    }

    /** What their span is named. */
    String summary(@Nullable SqlText prepared) {
        String common = text != null ? summary : prepared == null ? "" : prepared.summary();
        if (common == null) {
            common = "";
        }
        if (size > 1) {
            return mixed || common.isEmpty() ? "BATCH" : "BATCH ".concat(common);
        }
        return common;
    }
}
