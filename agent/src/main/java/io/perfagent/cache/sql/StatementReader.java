package io.perfagent.cache.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads statements that write: what, by which key, assigning which columns. */
final class StatementReader extends QueryReader {
    /** A statement that gives more rows writes the whole table. */
    private static final int MAX_ROWS = 64;

    final List<TableWrite> writes = new ArrayList<>();
    boolean isOptimistic;

    StatementReader(SqlTokens tokens) {
        this(tokens, 0);
    }

    /** From a token on. */
    StatementReader(SqlTokens tokens, int from) {
        super(tokens);
        at = from;
    }

    /** A statement that begins with one of the four words that read or write rows; up to its end. */
    void statement() {
        if (isWord("with")) {
            with();
        }
        if (isQueryAhead() || isMark("(")) {
            query();
        } else {
            writingStatement();
        }
    }

    @Override
    void writingStatement() {
        if (takeWord("insert")) {
            insert();
        } else if (takeWord("update")) {
            update();
        } else if (takeWord("delete")) {
            delete();
        } else {
            throw NotUnderstood.INSTANCE; // merge, too: it is taken for a write to anything
        }
    }

    private String target() {
        takeWord("only");
        String schema = "";
        String last = name();
        while (takeMark(".")) {
            schema = last;
            last = name();
        }
        if (tokens.kind(at) == SqlTokens.OPERATOR && tokens.text(at).equals("*")) {
            at++;
        }
        if (schema.equals("information_schema") || schema.startsWith("pg_") || last.startsWith("pg_")) {
            throw NotUnderstood.INSTANCE; // the catalogue itself
        }
        return last.toLowerCase(Locale.ROOT);
    }

    private void insert() {
        expectWord("into");
        String table = target();
        if (takeWord("as")) {
            name();
        }
        List<String> columns = List.of();
        if (isMark("(") && !isWord(at + 1, "select") && !isWord(at + 1, "with") && !isMark(at + 1, "(")) {
            at++;
            columns = columns();
        }
        boolean generated = false;
        if (takeWord("overriding")) {
            generated = !takeWord("system");
            if (generated) {
                expectWord("user"); // identity columns get other values than those that are given
            }
            expectWord("value");
        }
        List<List<Equality>> rows = List.of();
        if (takeWord("default")) {
            expectWord("values");
        } else if (takeWord("values")) {
            rows = rows(columns);
            rows = generated ? List.of() : rows;
        } else {
            query();
        }
        Set<String> assigned = new HashSet<>();
        if (takeWord("on")) {
            rows = conflict(assigned) ? List.of() : rows;
        }
        returning();
        writes.add(new TableWrite(table, rows, Set.copyOf(assigned)));
    }

    /** The values of integer columns of each row; empty if there are too many or one is not understood. */
    private List<List<Equality>> rows(List<String> columns) {
        List<List<Equality>> rows = new ArrayList<>();
        do {
            expectMark("(");
            int from = at;
            inParentheses();
            if (rows.size() <= MAX_ROWS) {
                rows.add(row(columns, from, at - 1));
            }
        } while (takeMark(","));
        return rows.size() > MAX_ROWS ? List.of() : rows;
    }

    private List<Equality> row(List<String> columns, int from, int to) {
        List<Equality> row = new ArrayList<>();
        int depth = 0;
        int begin = from;
        int column = 0;
        for (int i = from; i <= to; i++) {
            if (i < to && tokens.kind(i) == SqlTokens.MARK) {
                depth += isMark(i, "(") || isMark(i, "[") ? 1 : isMark(i, ")") || isMark(i, "]") ? -1 : 0;
            }
            if (i == to || depth == 0 && isMark(i, ",")) {
                if (column < columns.size() && Conditions.isValue(tokens, begin, i)) {
                    row.add(Conditions.equality(columns.get(column), tokens, begin));
                }
                column++;
                begin = i + 1;
            }
        }
        return row;
    }

    /** Whether rows that exist may be changed: which ones, another key may tell. */
    private boolean conflict(Set<String> assigned) {
        expectWord("conflict");
        if (takeMark("(")) {
            inParentheses();
        } else if (takeWord("on")) {
            expectWord("constraint");
            name();
        }
        if (takeWord("where")) {
            while (!isWord("do")) {
                skipOne();
            }
        }
        expectWord("do");
        if (takeWord("nothing")) {
            return false;
        }
        expectWord("update");
        expectWord("set");
        assignments(assigned);
        if (takeWord("where")) {
            expressions(false);
        }
        return true;
    }

    /** One token of a predicate of an index, which cannot call what is not immutable. */
    private void skipOne() {
        if (tokens.kind(at) == SqlTokens.END || isMark(";")) {
            throw NotUnderstood.INSTANCE;
        }
        at++;
    }

    private void update() {
        String table = target();
        alias();
        expectWord("set");
        Set<String> assigned = new HashSet<>();
        assignments(assigned);
        int usesBefore = uses;
        boolean joined = takeWord("from");
        if (joined) {
            fromList();
        }
        List<Equality> found = where();
        returning();
        boolean single = !joined && uses == usesBefore;
        writes.add(
                new TableWrite(table, single && !found.isEmpty() ? List.of(found) : List.of(), Set.copyOf(assigned)));
        for (Equality one : found) { // beside the one that says which row
            isOptimistic |= found.size() > 1 && assigned.contains(one.column());
        }
    }

    /** Of the whole table, whatever it says: a key that refers to its own table may delete other rows of it, too. */
    private void delete() {
        expectWord("from");
        String table = target();
        alias();
        if (takeWord("using")) {
            fromList();
        }
        where();
        returning();
        writes.add(TableWrite.whole(table));
    }

    private List<Equality> where() {
        int from = at;
        if (!takeWord("where")) {
            return List.of();
        }
        if (isWord("current") && isWord(at + 1, "of")) {
            throw NotUnderstood.INSTANCE;
        }
        expressions(false);
        return Conditions.of(tokens, from + 1, at);
    }

    private void returning() {
        if (takeWord("returning")) {
            expressions(false);
        }
    }

    /** {@code column = expression, (column, column) = (...)}, up to the next clause. */
    private void assignments(Set<String> assigned) {
        int from = at;
        expressions(false);
        int depth = 0;
        boolean names = true;
        for (int i = from; i < at; i++) {
            int kind = tokens.kind(i);
            if (kind == SqlTokens.MARK) {
                depth += isMark(i, "(") || isMark(i, "[") ? 1 : isMark(i, ")") || isMark(i, "]") ? -1 : 0;
                if (depth == 0 && isMark(i, ",")) {
                    names = true;
                }
            } else if (depth == 0
                    && kind == SqlTokens.OPERATOR
                    && tokens.text(i).equals("=")) {
                names = false;
            } else if (names && (kind == SqlTokens.WORD || kind == SqlTokens.QUOTED)) {
                assigned.add(tokens.text(i).toLowerCase(Locale.ROOT));
            }
        }
    }
}
