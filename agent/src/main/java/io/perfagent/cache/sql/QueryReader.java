package io.perfagent.cache.sql;

import io.perfagent.cache.Hazard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads queries: which tables, in every clause, and what holds of the rows that are looked at of each. */
class QueryReader extends SqlReader {
    final Set<String> tables = new LinkedHashSet<>();

    /** How often a table was named. */
    int uses;

    /** Tables that were named more than once: what holds of the rows in one place does not in another. */
    private final Set<String> repeated = new HashSet<>();

    /** By table, what the query that names it asks of every row of it. */
    private final Map<String, List<Equality>> conditions = new HashMap<>();

    /** Tables of the query that is being read, by the name that qualifies their columns. */
    private Map<String, String> named = new HashMap<>();

    /** What tables are called where they are read. */
    private final Set<String> ranges = new HashSet<>();

    /** Whether all queries are plain: no set operation, no common table, nothing but tables and joins of them. */
    private boolean isPlain = true;

    /** Names of common tables that are visible, from the innermost query outwards. */
    private final Deque<Set<String>> common = new ArrayDeque<>();

    QueryReader(SqlTokens tokens) {
        super(tokens);
    }

    /**
     * By table, what holds of every row of it that is looked at. A condition in {@code where} on a table's own columns holds
     * also behind an outer join: a row of the result has at most one of each table, and without one the condition fails.
     */
    final Map<String, List<Equality>> rows() {
        Map<String, List<Equality>> rows = new HashMap<>();
        for (Map.Entry<String, List<Equality>> one : conditions.entrySet()) {
            if (isPlain && !one.getValue().isEmpty() && !repeated.contains(one.getKey())) {
                rows.put(one.getKey(), List.copyOf(one.getValue()));
            }
        }
        return Map.copyOf(rows);
    }

    /** Whether it may take columns that it does not name: by {@code *}, or whole rows by the name of their table. */
    final boolean takesMoreColumns() {
        return takesAllColumns || !Collections.disjoint(loneNames, ranges);
    }

    /** A statement in a common table that is no query; at its first word. */
    void writingStatement() {
        throw NotUnderstood.INSTANCE;
    }

    @Override
    final void query() {
        enter();
        int scopes = common.size();
        if (isWord("with")) {
            with();
        }
        term();
        while (takeWord("union") || takeWord("intersect") || takeWord("except")) {
            isPlain = false;
            if (!takeWord("all")) {
                takeWord("distinct");
            }
            term();
        }
        tail();
        while (common.size() > scopes) {
            common.pop();
        }
        leave();
    }

    /** {@code with}, up to the statement's own first word. */
    final void with() {
        isPlain = false;
        expectWord("with");
        boolean recursive = takeWord("recursive");
        Set<String> names = new HashSet<>();
        if (recursive) {
            common.push(names);
        }
        Set<String> before = new HashSet<>();
        if (!recursive) {
            common.push(before);
        }
        do {
            String name = name();
            if (takeMark("(")) {
                columns();
            }
            expectWord("as");
            if (takeWord("not")) {
                expectWord("materialized");
            } else {
                takeWord("materialized");
            }
            if (recursive) {
                names.add(name);
            }
            expectMark("(");
            if (isQueryAhead() || isMark("(")) {
                query();
            } else {
                hazards.add(Hazard.NOT_A_READ);
                writingStatement();
            }
            expectMark(")");
            before.add(name); // visible from here on: its own body may have meant a table
        } while (takeMark(","));
    }

    /** Names and commas up to the closing parenthesis, included. */
    final List<String> columns() {
        List<String> names = new ArrayList<>();
        do {
            names.add(name().toLowerCase(Locale.ROOT));
        } while (takeMark(","));
        expectMark(")");
        return names;
    }

    private void term() {
        if (takeMark("(")) {
            query();
            expectMark(")");
        } else if (takeWord("values")) {
            values();
        } else if (takeWord("table")) {
            takesAllColumns = true;
            takeWord("only");
            table();
        } else {
            select();
        }
    }

    private void values() {
        isPlain = false;
        do {
            expectMark("(");
            inParentheses();
        } while (takeMark(","));
    }

    private void select() {
        Map<String, String> outer = named;
        named = new HashMap<>();
        expectWord("select");
        takeWord("all");
        boolean distinctOn = false;
        if (takeWord("distinct") && takeWord("on")) {
            distinctOn = true;
            expectMark("(");
            inParentheses();
        }
        expressions(false);
        if (isWord("into")) {
            throw NotUnderstood.INSTANCE; // makes a table
        }
        if (takeWord("from")) {
            fromList();
        }
        int from = at;
        if (takeWord("where")) {
            expressions(false);
        }
        for (Map.Entry<String, String> one : named.entrySet()) {
            conditions.put(one.getValue(), Conditions.of(tokens, from + 1, at, one.getKey(), named.size() == 1));
        }
        if (takeWord("group")) {
            expectWord("by");
            if (!takeWord("all")) {
                takeWord("distinct");
            }
            expressions(false);
        }
        if (takeWord("having")) {
            expressions(false);
        }
        if (takeWord("window")) {
            do {
                name();
                expectWord("as");
                expectMark("(");
                inParentheses();
            } while (takeMark(","));
        }
        if (distinctOn && !isWord("order")) {
            hazards.add(Hazard.UNORDERED_LIMIT);
        }
        named = outer;
    }

    /** What may follow a query as a whole. */
    private void tail() {
        boolean ordered = false;
        while (true) {
            if (takeWord("order")) {
                expectWord("by");
                ordered = true;
                ordering();
            } else if (takeWord("limit")) {
                limited(ordered);
                if (!takeWord("all")) {
                    expressions(false);
                }
            } else if (takeWord("offset")) {
                limited(ordered);
                expressions(false);
                if (isRows(at - 1)) {
                    continue;
                }
                if (isRows(at)) {
                    at++;
                }
            } else if (takeWord("fetch")) {
                limited(ordered);
                fetch();
            } else if (takeWord("for")) {
                locking();
            } else {
                return;
            }
        }
    }

    private void limited(boolean ordered) {
        if (!ordered) {
            hazards.add(Hazard.UNORDERED_LIMIT);
        }
    }

    private boolean isRows(int index) {
        return isWord(index, "row") || isWord(index, "rows");
    }

    private void ordering() {
        while (true) {
            expressions(false);
            if (!takeWord("using")) {
                return;
            }
            throw NotUnderstood.INSTANCE; // an operator of anybody's
        }
    }

    /** {@code fetch first n rows only}. */
    private void fetch() {
        if (!takeWord("first")) {
            expectWord("next");
        }
        if (!isRows(at)) {
            if (takeMark("(")) {
                inParentheses();
            } else {
                at++;
            }
        }
        if (!isRows(at)) {
            throw NotUnderstood.INSTANCE;
        }
        at++;
        if (takeWord("with")) {
            expectWord("ties");
        } else {
            expectWord("only");
        }
    }

    private void locking() {
        hazards.add(Hazard.LOCKING);
        if (takeWord("no") || takeWord("key")) {
            takeWord("key");
        }
        if (!takeWord("update")) {
            expectWord("share");
        }
        if (takeWord("of")) {
            do {
                name();
                while (takeMark(".")) {
                    name();
                }
            } while (takeMark(","));
        }
        if (takeWord("skip")) {
            expectWord("locked");
        } else {
            takeWord("nowait");
        }
    }

    final void fromList() {
        do {
            joined();
        } while (takeMark(","));
    }

    private void joined() {
        enter();
        fromItem();
        while (true) {
            boolean natural = takeWord("natural");
            boolean crossed = takeWord("cross");
            if (!crossed && !takeWord("inner") && (takeWord("left") || takeWord("right") || takeWord("full"))) {
                takeWord("outer");
            }
            if (!takeWord("join")) {
                break;
            }
            fromItem();
            if (natural || crossed) {
                continue;
            }
            if (takeWord("using")) {
                expectMark("(");
                columns();
                if (takeWord("as")) {
                    name();
                }
            } else if (takeWord("on")) {
                expressions(true);
            }
            // Neither: the next join is nested in this one, and its condition belongs to both.
            while (takeWord("on")) {
                expressions(true);
            }
        }
        leave();
    }

    private void fromItem() {
        String table = "";
        takeWord("lateral");
        if (takeMark("(")) {
            isPlain = false;
            if (isQueryAhead() || isMark("(")) {
                parenthesised();
            } else {
                joined();
            }
            expectMark(")");
        } else {
            takeWord("only");
            if (tokens.kind(at) == SqlTokens.WORD
                    && (SqlWords.STOPS.contains(tokens.text(at)) || SqlWords.RESERVED.contains(tokens.text(at)))) {
                throw NotUnderstood.INSTANCE;
            }
            table = table();
        }
        String alias = alias();
        if (!table.isEmpty()) {
            ranges.add(alias.isEmpty() ? table : alias);
        }
        if (!table.isEmpty() && named.put(alias.isEmpty() ? table : alias, table.toLowerCase(Locale.ROOT)) != null) {
            isPlain = false;
        }
    }

    /** A query in parentheses, or a join in two pairs of them. */
    private void parenthesised() {
        int ahead = at;
        while (isMark(ahead, "(")) {
            ahead++;
        }
        if (isWord(ahead, "select") || isWord(ahead, "with") || isWord(ahead, "values") || isWord(ahead, "table")) {
            query();
        } else {
            joined();
        }
    }

    /** The name of a table or of a function that gives rows; empty for what is no table. */
    private String table() {
        boolean quoted = tokens.kind(at) == SqlTokens.QUOTED;
        String schema = "";
        String last = name();
        int parts = 1;
        while (takeMark(".")) {
            schema = last;
            quoted = tokens.kind(at) == SqlTokens.QUOTED;
            last = name();
            parts++;
        }
        if (isMark("(")) {
            isPlain = false;
            called(quoted || parts > 1 && !schema.equals("pg_catalog") ? "" : last);
            at++;
            inParentheses();
            if (takeWord("with")) {
                expectWord("ordinality");
            }
            return "";
        }
        if (tokens.kind(at) == SqlTokens.OPERATOR && tokens.text(at).equals("*")) {
            at++;
        }
        if (parts == 1 && isCommon(last)) {
            isPlain = false;
            return "";
        }
        read(schema, last);
        return last;
    }

    private boolean isCommon(String name) {
        for (Set<String> names : common) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** A table is read, or written. */
    final String read(String schema, String name) {
        String table = name.toLowerCase(Locale.ROOT);
        uses++;
        if (schema.equals("information_schema") || schema.startsWith("pg_") || table.startsWith("pg_")) {
            hazards.add(Hazard.SYSTEM_CATALOG);
        }
        if (!tables.add(table)) {
            repeated.add(table);
        }
        return table;
    }

    /** What a table is called here; empty: nothing else. */
    final String alias() {
        String alias = "";
        if (takeWord("tablesample")) {
            hazards.add(Hazard.NON_DETERMINISTIC);
            throw NotUnderstood.INSTANCE; // a method of sampling may be anybody's
        }
        if (takeWord("as")) {
            if (isName()) {
                alias = name();
            }
        } else if (tokens.kind(at) == SqlTokens.QUOTED
                || tokens.kind(at) == SqlTokens.WORD
                        && !SqlWords.STOPS.contains(tokens.text(at))
                        && !SqlWords.JOINS.contains(tokens.text(at))
                        && !SqlWords.RESERVED.contains(tokens.text(at))) {
            alias = name();
        } else {
            return "";
        }
        if (takeMark("(")) {
            isPlain = false; // its columns have other names
            do {
                name();
                if (isName()) {
                    type();
                }
            } while (takeMark(","));
            expectMark(")");
        }
        if (isWord("tablesample")) {
            throw NotUnderstood.INSTANCE;
        }
        return alias;
    }
}
