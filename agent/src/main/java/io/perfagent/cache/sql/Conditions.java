package io.perfagent.cache.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds, in a condition, what every row must meet: {@code column = value}, joined by {@code and}. Pure. */
final class Conditions {
    private Conditions() {}

    /** Of the tokens {@code from} to {@code to}, the latter excluded; empty where that is not sure. */
    static List<Equality> of(SqlTokens tokens, int from, int to) {
        return of(tokens, from, to, null);
    }

    /** The same, of columns that are named {@code qualifier.column} alone; null: of all. */
    static List<Equality> of(SqlTokens tokens, int from, int to, @Nullable String qualifier) {
        List<Equality> found = new ArrayList<>();
        find(tokens, from, to, qualifier, found);
        return found;
    }

    private static void find(SqlTokens tokens, int from, int to, @Nullable String qualifier, List<Equality> all) {
        List<Equality> found = new ArrayList<>();
        int depth = 0;
        int begin = from;
        for (int i = from; i <= to; i++) {
            boolean end = i == to;
            if (!end && tokens.kind(i) == SqlTokens.MARK) {
                String mark = tokens.text(i);
                depth += mark.equals("(") || mark.equals("[") ? 1 : mark.equals(")") || mark.equals("]") ? -1 : 0;
            }
            boolean word = !end && depth == 0 && tokens.kind(i) == SqlTokens.WORD;
            if (word && isNoConjunction(tokens.text(i))) {
                return;
            }
            if (end || word && tokens.text(i).equals("and")) {
                if (isInParentheses(tokens, begin, i)) {
                    find(tokens, begin + 1, i - 1, qualifier, found);
                } else {
                    equality(tokens, begin, i, qualifier, found);
                }
                begin = i + 1;
            }
        }
        all.addAll(found);
    }

    /** Whether one pair of parentheses is around all of it, and it is no query. */
    private static boolean isInParentheses(SqlTokens tokens, int from, int to) {
        if (to - from < 3 || !isMark(tokens, from, "(") || !isMark(tokens, to - 1, ")")) {
            return false;
        }
        int depth = 0;
        for (int i = from; i < to - 1; i++) {
            depth += isMark(tokens, i, "(") ? 1 : isMark(tokens, i, ")") ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        String first = tokens.kind(from + 1) == SqlTokens.WORD ? tokens.text(from + 1) : "";
        return !first.equals("select") && !first.equals("with") && !first.equals("values") && !first.equals("table");
    }

    private static boolean isMark(SqlTokens tokens, int at, String mark) {
        return tokens.kind(at) == SqlTokens.MARK && tokens.text(at).equals(mark);
    }

    /** Words next to which an {@code and} may not join two conditions, or a condition not be one of all rows. */
    private static boolean isNoConjunction(String word) {
        return word.equals("or") || word.equals("between") || word.equals("case");
    }

    private static void equality(SqlTokens tokens, int from, int to, @Nullable String qualifier, List<Equality> found) {
        int equals = from;
        while (equals < to
                && !(tokens.kind(equals) == SqlTokens.OPERATOR
                        && tokens.text(equals).equals("="))) {
            equals++;
        }
        if (isColumn(tokens, from, equals, qualifier) && isValue(tokens, equals + 1, to)) {
            add(tokens, equals - 1, equals + 1, found);
        } else if (isValue(tokens, from, equals) && isColumn(tokens, equals + 1, to, qualifier)) {
            add(tokens, to - 1, from, found);
        }
    }

    private static void add(SqlTokens tokens, int column, int value, List<Equality> found) {
        found.add(equality(tokens.text(column).toLowerCase(Locale.ROOT), tokens, value));
    }

    /** A column and a value that {@link #isValue} has accepted. */
    static Equality equality(String column, SqlTokens tokens, int value) {
        return tokens.kind(value) == SqlTokens.PARAMETER
                ? new Equality(column, Integer.parseInt(tokens.text(value)), 0)
                : new Equality(column, 0, Long.parseLong(tokens.text(value)));
    }

    /** A name of up to three parts. */
    private static boolean isColumn(SqlTokens tokens, int from, int to, @Nullable String qualifier) {
        int count = to - from;
        if (count < 1 || count > 5 || count % 2 == 0) {
            return false;
        }
        if (qualifier != null && (count != 3 || !tokens.text(from).equals(qualifier))) {
            return false;
        }
        for (int i = from; i < to; i++) {
            boolean name = tokens.kind(i) == SqlTokens.WORD || tokens.kind(i) == SqlTokens.QUOTED;
            boolean dot = tokens.kind(i) == SqlTokens.MARK && tokens.text(i).equals(".");
            if ((i - from) % 2 == 0 ? !name : !dot) {
                return false;
            }
        }
        return true;
    }

    /** A parameter, or an integer of at most 18 digits. */
    static boolean isValue(SqlTokens tokens, int from, int to) {
        if (to - from != 1) {
            return false;
        }
        if (tokens.kind(from) == SqlTokens.PARAMETER) {
            return true;
        }
        String text = tokens.text(from);
        if (tokens.kind(from) != SqlTokens.NUMBER || text.length() > 18) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
