package io.perfagent.cache.sql;

import io.perfagent.cache.Hazard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one text. Immutable. Names of tables are last parts in lower case, so that two ways to name one table are
 * the same; two tables of one name are then, too, which drops too much and never too little.
 *
 * @param isRead nothing but queries
 * @param hazards why a read by it is never served; empty for what is no read
 * @param tables what it reads
 * @param rows by table, what holds of every row of it that a read looks at; only of a table that it names once
 * @param writes what it writes, as far as that is known
 * @param writesUnknown it may write anything
 * @param taints it may change what the session is: who it is, how names and values are read, temporary tables
 * @param disturbs it changes what the rest of its transaction sees: isolation, locks, savepoints
 * @param isolation what it says of the isolation of the session's transactions, such as {@code read committed}; null if
 *     nothing, empty if it is not known any longer
 * @param asksIsolation its answer is the isolation in force
 * @param isOptimistic an update of a row whose version is compared and assigned
 * @param takesMoreColumns it may give columns that it does not name
 */
public record SqlAnalysis(
        boolean isRead,
        Set<Hazard> hazards,
        Set<String> tables,
        Map<String, List<Equality>> rows,
        List<TableWrite> writes,
        boolean writesUnknown,
        boolean taints,
        boolean disturbs,
        @Nullable String isolation,
        boolean asksIsolation,
        boolean isOptimistic,
        boolean takesMoreColumns) {

    /** What holds of every row of a table that a read looks at; empty: nothing is known of them. */
    public List<Equality> equalities(String table) {
        return rows.getOrDefault(table, List.of());
    }

    /** Whether it may change anything in the database. */
    public boolean isWrite() {
        return writesUnknown || !writes.isEmpty();
    }
}
