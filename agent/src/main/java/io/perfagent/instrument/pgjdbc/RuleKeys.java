package io.perfagent.instrument.pgjdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * The key of a table, as a rule gives it: {@code key=id} for a read of one table, {@code key=item.id+sale.id} for each of several.
 * Pure.
 */
final class RuleKeys {
    private RuleKeys() {}

    /**
     * The columns of a table's key, in the rule's order; empty if the rule does not give it.
     *
     * @param given the rule's columns, some of them {@code table.column}
     * @param single whether no other table is read: then names without a table mean its columns
     */
    static List<String> of(List<String> given, String table, boolean single) {
        List<String> columns = new ArrayList<>();
        for (String one : given) {
            int dot = one.indexOf('.');
            if (dot < 0 && single) {
                columns.add(one);
            } else if (dot == table.length() && one.startsWith(table)) {
                columns.add(one.substring(dot + 1));
            }
        }
        return columns;
    }
}
