package io.perfagent.cache.sql;

import java.util.List;
import java.util.Set;

/**
 * What a statement writes in one table.
 *
 * @param table last part of its name, lower case; empty for a sequence, whichever it is
 * @param rows for each row or set of rows that it touches, what holds of all of them; empty: any row may be touched
 * @param assigned columns that may get another value in rows that exist
 */
public record TableWrite(String table, List<List<Equality>> rows, Set<String> assigned) {
    /** Of a sequence, which no rule gives a key of. */
    static final TableWrite SEQUENCE = whole("");

    /** Whether it is of a sequence and of no table. */
    public boolean isOfSequence() {
        return table.isEmpty();
    }

    /** Any row of a table. */
    static TableWrite whole(String table) {
        return new TableWrite(table, List.of(), Set.of());
    }
}
