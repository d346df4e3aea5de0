package io.perfagent.cache.sql;

import java.util.List;
import java.util.Set;

/**
 * What a statement writes in one table.
 *
 * @param table last part of its name, lower case
 * @param rows for each row or set of rows that it touches, what holds of all of them; empty: any row may be touched
 * @param assigned columns that may get another value in rows that exist
 */
public record TableWrite(String table, List<List<Equality>> rows, Set<String> assigned) {
    /** Any row of a table. */
    static TableWrite whole(String table) {
        return new TableWrite(table, List.of(), Set.of());
    }
}
