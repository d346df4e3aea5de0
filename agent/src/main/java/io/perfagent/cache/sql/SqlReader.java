package io.perfagent.cache.sql;

import io.perfagent.cache.Hazard;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks over tokens and reads expressions. Whatever token it does not know where it stands ends the analysis, so that no
 * table, function or clause is passed over. For one text, one thread.
 */
abstract class SqlReader {
    private static final int MAX_DEPTH = 60;

    /** Thrown where the text is not understood. */
    static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final NotUnderstood INSTANCE = new NotUnderstood();

        private NotUnderstood() {
            super("not understood", null, false, false);
        }
    }

    final SqlTokens tokens;
    final Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
    int at;

    /** A function or a cast that may do anything is called. */
    boolean callsUnknown;

    /** A function that changes the session is called. */
    boolean changesSession;

    /** A sequence is moved on. */
    boolean movesSequence;

    /** All columns of a table are taken, without being named. */
    boolean takesAllColumns;

    /** Names of one part that are no functions: columns, or tables whose whole rows are taken. */
    final Set<String> loneNames = new HashSet<>();

    private int depth;

    SqlReader(SqlTokens tokens) {
        this.tokens = tokens;
    }

    /** A query in parentheses, without them; at its first word. */
    abstract void query();

    final boolean isWord(String word) {
        return isWord(at, word);
    }

    final boolean isWord(int index, String word) {
        return tokens.kind(index) == SqlTokens.WORD && tokens.text(index).equals(word);
    }

    final boolean isMark(String mark) {
        return isMark(at, mark);
    }

    final boolean isMark(int index, String mark) {
        return tokens.kind(index) == SqlTokens.MARK && tokens.text(index).equals(mark);
    }

    final boolean takeWord(String word) {
        if (isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    final boolean takeMark(String mark) {
        if (isMark(mark)) {
            at++;
            return true;
        }
        return false;
    }

    final void expectWord(String word) {
        if (!takeWord(word)) {
            throw NotUnderstood.INSTANCE;
        }
    }

    final void expectMark(String mark) {
        if (!takeMark(mark)) {
            throw NotUnderstood.INSTANCE;
        }
    }

    final boolean isName() {
        int kind = tokens.kind(at);
        return kind == SqlTokens.QUOTED || kind == SqlTokens.WORD;
    }

    final String name() {
        if (!isName()) {
            throw NotUnderstood.INSTANCE;
        }
        return tokens.text(at++);
    }

    final boolean isQueryAhead() {
        return isWord("select") || isWord("with") || isWord("values") || isWord("table");
    }

    final void enter() {
        if (++depth > MAX_DEPTH) {
            throw NotUnderstood.INSTANCE;
        }
    }

    final void leave() {
        depth--;
    }

    /** Expressions and the commas between them, up to a word that begins the next clause. */
    final void expressions(boolean inJoin) {
        enter();
        while (!endsExpression(inJoin)) {
            item(false);
        }
        leave();
    }

    private boolean endsExpression(boolean inJoin) {
        int kind = tokens.kind(at);
        if (kind == SqlTokens.END || isMark(")") || isMark(";")) {
            return true;
        }
        if (kind != SqlTokens.WORD) {
            return inJoin && isMark(",");
        }
        String word = tokens.text(at);
        if (inJoin && SqlWords.JOINS.contains(word)) {
            boolean mayBeFunction = word.equals("left") || word.equals("right");
            return !(mayBeFunction && isMark(at + 1, "("));
        }
        return SqlWords.STOPS.contains(word) && !isPartOfOperator(word);
    }

    /** {@code is distinct from}, {@code within group}. */
    private boolean isPartOfOperator(String word) {
        return word.equals("from") && isWord(at - 1, "distinct") && (isWord(at - 2, "is") || isWord(at - 2, "not"))
                || word.equals("group") && isWord(at - 1, "within");
    }

    /** Whether a key word that is followed by a parenthesis is one here, and not the name of a function. */
    private boolean mayOpen(String word) {
        return switch (word) {
            case "and", "or", "not", "in", "any", "some", "all", "between", "symmetric", "asymmetric" -> true;
            case "like", "ilike" -> endsOperand(at - 1) || isWord(at - 1, "not") && endsOperand(at - 2);
            case "when", "then", "else", "case", "distinct", "array", "row", "grouping", "exists" -> true;
            case "from", "where", "for", "null", "true", "false" -> true;
            case "to" -> isWord(at - 1, "similar");
            case "over", "filter" -> isMark(at - 1, ")");
            case "group" -> isWord(at - 1, "within");
            case "by" -> isWord(at - 1, "partition") || isWord(at - 1, "order") || isWord(at - 1, "group");
            case "sets" -> isWord(at - 1, "grouping");
            case "cube", "rollup" -> isWord(at - 1, "by") && isWord(at - 2, "group");
            default -> false;
        };
    }

    /** Whether what ends there may be compared: what follows is an operator then, and no function. */
    private boolean endsOperand(int index) {
        String text = tokens.text(index);
        return switch (tokens.kind(index)) {
            case SqlTokens.STRING, SqlTokens.NUMBER, SqlTokens.PARAMETER, SqlTokens.QUOTED -> true;
            case SqlTokens.MARK -> text.equals(")") || text.equals("]");
            case SqlTokens.WORD -> isMark(index - 1, ".") || !isBeforeOperand(text);
            default -> false;
        };
    }

    private static boolean isBeforeOperand(String word) {
        return SqlWords.BEFORE_OPERAND.contains(word)
                || SqlWords.STOPS.contains(word)
                || SqlWords.RESERVED.contains(word)
                || SqlWords.JOINS.contains(word);
    }

    /** What stands between parentheses that are open, the closing one included. */
    final void inParentheses() {
        enter();
        if (isQueryAhead()) {
            query();
        } else {
            while (!isMark(")")) {
                item(true);
            }
        }
        expectMark(")");
        leave();
    }

    private void item(boolean inParentheses) {
        switch (tokens.kind(at)) {
            case SqlTokens.STRING -> {
                // Of a string in several parts each is harmless, and the whole may not be.
                if (Moments.isOne(tokens.text(at)) || tokens.kind(at + 1) == SqlTokens.STRING) {
                    hazards.add(Hazard.NON_DETERMINISTIC);
                }
                at++;
            }
            case SqlTokens.NUMBER, SqlTokens.PARAMETER -> at++;
            case SqlTokens.OPERATOR -> operator();
            case SqlTokens.MARK -> mark();
            case SqlTokens.QUOTED -> chain();
            case SqlTokens.WORD -> word(inParentheses);
            default -> throw NotUnderstood.INSTANCE;
        }
    }

    private void operator() {
        String operator = tokens.text(at++);
        if (!SqlWords.OPERATORS.contains(operator)) {
            throw NotUnderstood.INSTANCE;
        }
        if (operator.equals("::")) {
            type();
        } else if (operator.equals("*")) {
            takesAllColumns |= isAllColumns(at - 1);
        }
    }

    /** Whether a {@code *} is neither that of {@code count(*)} nor of a product. */
    private boolean isAllColumns(int index) {
        int next = tokens.kind(index + 1);
        return isMark(index - 1, ".")
                || !isMark(index - 1, "(")
                        && (next == SqlTokens.END
                                || next == SqlTokens.MARK && !isMark(index + 1, "(")
                                || next == SqlTokens.WORD && SqlWords.STOPS.contains(tokens.text(index + 1)));
    }

    private void mark() {
        if (takeMark("(")) {
            inParentheses();
        } else if (takeMark("[")) {
            enter();
            while (!isMark("]")) {
                item(true);
            }
            at++;
            leave();
        } else if (isMark(",") || isMark(":") || isMark(".")) {
            at++;
        } else {
            throw NotUnderstood.INSTANCE;
        }
    }

    private void word(boolean inParentheses) {
        String word = tokens.text(at);
        if (word.equals("as")) { // a label may be any word
            at++;
            name();
            return;
        }
        if (word.equals("cast") && isMark(at + 1, "(")) {
            cast();
            return;
        }
        if (isMark(at + 1, ".")) {
            chain();
            return;
        }
        if (SqlWords.EXPRESSION.contains(word)
                || inParentheses && SqlWords.IN_PARENTHESES.contains(word)
                || isPartOfOperator(word)) {
            if (isMark(at + 1, "(") && !mayOpen(word)) {
                called("");
            }
            if (word.equals("for") && isLock(at + 1)) {
                hazards.add(Hazard.LOCKING);
            }
            at++;
            return;
        }
        if (SqlWords.RESERVED.contains(word) || SqlWords.STOPS.contains(word)) {
            throw NotUnderstood.INSTANCE;
        }
        chain();
    }

    /** Behind {@code for}: the end of a query in two pairs of parentheses, and no part of {@code substring}. */
    private boolean isLock(int index) {
        return isWord(index, "share")
                || isWord(index, "update")
                || isWord(index, "key") && isWord(index + 1, "share")
                || isWord(index, "no") && isWord(index + 1, "key");
    }

    /** {@code cast(expression as type)}. */
    private void cast() {
        at += 2;
        enter();
        while (!isWord("as")) {
            if (isMark(")")) {
                throw NotUnderstood.INSTANCE;
            }
            item(true);
        }
        at++;
        type();
        expectMark(")");
        leave();
    }

    /** A name of one or more parts: a column, or a function that is called. */
    private void chain() {
        int from = at;
        boolean quoted = tokens.kind(at) == SqlTokens.QUOTED;
        String first = tokens.text(at++);
        String last = first;
        int parts = 1;
        while (isMark(".")) {
            at++;
            if (tokens.kind(at) == SqlTokens.OPERATOR && tokens.text(at).equals("*")) {
                at++;
                takesAllColumns = true;
                return;
            }
            quoted = tokens.kind(at) == SqlTokens.QUOTED;
            last = name();
            parts++;
        }
        if (isMark("(")) {
            boolean known =
                    parts == 1 || parts == 2 && (isWord(from, "pg_catalog") || isWord(from, "information_schema"));
            called(quoted || !known ? "" : last);
            at++;
            inParentheses();
            return;
        }
        if (parts == 1) {
            loneNames.add(last);
        }
        if (SqlWords.SEQUENCE.contains(last)) {
            hazards.add(Hazard.SYSTEM_CATALOG);
        }
        if (quoted) {
            return;
        }
        if (SqlWords.CLOCKS.contains(last)) {
            hazards.add(Hazard.NON_DETERMINISTIC);
        } else if (parts == 1 && SqlWords.SESSION.contains(last)) {
            hazards.add(Hazard.SESSION_STATE);
        }
    }

    /** A function is called; an empty name is one that nobody knows. */
    final void called(String name) {
        if (SqlWords.HARMLESS.contains(name)) {
            return;
        }
        movesSequence |= SqlWords.SEQUENCE_WRITES.contains(name);
        if (SqlWords.CLOCK_FUNCTIONS.contains(name)) {
            hazards.add(Hazard.NON_DETERMINISTIC);
        } else if (SqlWords.SESSION_FUNCTIONS.contains(name)) {
            hazards.add(Hazard.SESSION_STATE);
        } else if (SqlWords.LOCK_FUNCTIONS.contains(name)) {
            hazards.add(Hazard.LOCKING);
        } else if (name.equals("set_config")) {
            hazards.add(Hazard.SESSION_STATE);
            changesSession = true;
        } else {
            hazards.add(Hazard.FUNCTION);
            callsUnknown = true;
        }
    }

    /** The name of a type, behind {@code ::} or {@code as}. */
    final void type() {
        boolean quoted = tokens.kind(at) == SqlTokens.QUOTED;
        String type = name();
        if (!quoted && type.equals("pg_catalog") && takeMark(".")) {
            quoted = tokens.kind(at) == SqlTokens.QUOTED;
            type = name();
        }
        if (!quoted && type.startsWith("reg")) {
            hazards.add(Hazard.SYSTEM_CATALOG);
        } else if (quoted ? !type.equals("char") : isMark(".") || !SqlWords.TYPES.contains(type)) {
            hazards.add(Hazard.FUNCTION); // its cast may be anybody's function
            callsUnknown = true;
        }
        while (takeMark(".")) {
            name();
        }
        if (type.equals("double")) {
            takeWord("precision");
        } else if (type.equals("character") || type.equals("bit")) {
            takeWord("varying");
        }
        if (takeMark("(")) {
            while (!takeMark(")")) {
                if (tokens.kind(at) != SqlTokens.NUMBER && !isMark(",")) {
                    throw NotUnderstood.INSTANCE;
                }
                at++;
            }
        }
        if (type.startsWith("time") && (isWord("with") || isWord("without")) && isWord(at + 1, "time")) {
            at += 2;
            expectWord("zone");
        }
        while (isMark("[") && (isMark(at + 1, "]") || isMark(at + 2, "]"))) {
            at += isMark(at + 1, "]") ? 2 : 3;
        }
    }
}
