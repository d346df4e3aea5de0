package io.perfagent.cache.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds, in a condition, what every row must meet: {@code column = value}, joined by {@code and}. Pure. */
final class Conditions {
    private final SqlTokens tokens;

    /** What the columns are named by; null for anything, as no other table is in sight. */
    private final @Nullable String qualifier;

    /** Whether a column without a qualifier is one, too. */
    private final boolean bare;

    private Conditions(SqlTokens tokens, @Nullable String qualifier, boolean bare) {
        this.tokens = tokens;
        this.qualifier = qualifier;
        this.bare = bare;
    }

    /**
     * Of the tokens {@code from} to {@code to}, the latter excluded, of a statement in which no other table is in sight; empty
     * where that is not sure.
     */
    static List<Equality> of(SqlTokens tokens, int from, int to) {
        return new Conditions(tokens, null, true).find(from, to);
    }

    /**
     * The same, of one table's columns among those of others, which may be of the query around this one.
     *
     * @param qualifier what they are named by, as in {@code qualifier.column}
     * @param bare whether a column alone is the table's
     */
    static List<Equality> of(SqlTokens tokens, int from, int to, String qualifier, boolean bare) {
        return new Conditions(tokens, qualifier, bare).find(from, to);
    }

    private List<Equality> find(int from, int to) {
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
                return List.of();
            }
            if (end || word && tokens.text(i).equals("and")) {
                if (isInParentheses(begin, i)) {
                    found.addAll(find(begin + 1, i - 1));
                } else {
                    equality(begin, i, found);
                }
                begin = i + 1;
            }
        }
        return found;
    }

    /** Whether one pair of parentheses is around all of it, and it is no query. */
    private boolean isInParentheses(int from, int to) {
        if (to - from < 3 || !isMark(from, "(") || !isMark(to - 1, ")")) {
            return false;
        }
        int depth = 0;
        for (int i = from; i < to - 1; i++) {
            depth += isMark(i, "(") ? 1 : isMark(i, ")") ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        String first = tokens.kind(from + 1) == SqlTokens.WORD ? tokens.text(from + 1) : "";
        return !first.equals("select") && !first.equals("with") && !first.equals("values") && !first.equals("table");
    }

    private boolean isMark(int at, String mark) {
        return tokens.kind(at) == SqlTokens.MARK && tokens.text(at).equals(mark);
    }

    /** Words next to which an {@code and} may not join two conditions, or a condition not be one of all rows. */
    private static boolean isNoConjunction(String word) {
        return word.equals("or") || word.equals("between") || word.equals("case");
    }

    private void equality(int from, int to, List<Equality> found) {
        int equals = from;
        while (equals < to
                && !(tokens.kind(equals) == SqlTokens.OPERATOR
                        && tokens.text(equals).equals("="))) {
            equals++;
        }
        if (isColumn(from, equals) && isValue(tokens, equals + 1, to)) {
            add(equals - 1, equals + 1, found);
        } else if (isValue(tokens, from, equals) && isColumn(equals + 1, to)) {
            add(to - 1, from, found);
        }
    }

    private void add(int column, int value, List<Equality> found) {
        found.add(equality(tokens.text(column).toLowerCase(Locale.ROOT), tokens, value));
    }

    /** A column and a value that {@link #isValue} has accepted. */
    static Equality equality(String column, SqlTokens tokens, int value) {
        return tokens.kind(value) == SqlTokens.PARAMETER
                ? new Equality(column, Integer.parseInt(tokens.text(value)), 0)
                : new Equality(column, 0, Long.parseLong(tokens.text(value)));
    }

    /** A name of up to three parts. */
    private boolean isColumn(int from, int to) {
        int count = to - from;
        if (count < 1 || count > 5 || count % 2 == 0) {
            return false;
        }
        if (qualifier != null
                && !(count == 1 ? bare : count == 3 && tokens.text(from).equals(qualifier))) {
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
