package io.perfagent.cache.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as the tokens PostgreSQL reads in it (section 4.1 of its manual). What could be read in two ways, by a setting or
 * by a version, is not read at all. Linear in the text.
 */
final class SqlTokens {
    /** Longest text that is looked at, characters. */
    static final int MAX_CHARS = 256 << 10;

    private static final int MAX_NAME_BYTES = 63;

    static final int END = 0;
    /** An identifier or key word, in lower case. */
    static final int WORD = 1;
    /** An identifier in quotes, as it is. */
    static final int QUOTED = 2;
    /** A string, without its quotes. */
    static final int STRING = 3;

    static final int NUMBER = 4;
    /** {@code $n}, by its number. */
    static final int PARAMETER = 5;

    static final int OPERATOR = 6;
    /** One of {@code ( ) [ ] , ; . :}. */
    static final int MARK = 7;

    private static final String OPERATOR_CHARS = "+-*/<>=~!@#%^&|`?";
    private static final String MARKS = "()[],;.";

    private final String sql;
    private final List<String> texts = new ArrayList<>();
    private int[] kinds = new int[64];
    private boolean commented;
    private boolean escaped;
    private int at;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    /** The tokens of a text; null if it is too long, or not sure to be read as PostgreSQL does. */
    static @Nullable SqlTokens of(String sql) {
        if (sql.length() > MAX_CHARS) {
            return null;
        }
        SqlTokens tokens = new SqlTokens(sql);
        while (tokens.at < sql.length()) {
            if (!tokens.next()) {
                return null;
            }
        }
        return tokens;
    }

    int size() {
        return texts.size();
    }

    int kind(int index) {
        return index >= 0 && index < texts.size() ? kinds[index] : END;
    }

    String text(int index) {
        return index >= 0 && index < texts.size() ? texts.get(index) : "";
    }

    /** Whether it has a comment: a proxy may read it as an order. */
    boolean isCommented() {
        return commented;
    }

    /** Whether a string may be another text than it looks: {@code E'n\x6fw'}. */
    boolean isEscaped() {
        return escaped;
    }

    private void add(int kind, String text) {
        if (texts.size() == kinds.length) {
            kinds = java.util.Arrays.copyOf(kinds, kinds.length * 2);
        }
        kinds[texts.size()] = kind;
        texts.add(text);
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private boolean next() {
        char c = sql.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
            at++;
            return true;
        }
        if (c == '-' && peek(1) == '-') {
            return lineComment();
        }
        if (c == '/' && peek(1) == '*') {
            return comment();
        }
        if (isWordStart(c)) {
            return word();
        }
        if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            return number();
        }
        if (c == '\'') {
            return string(false);
        }
        if (c == '"') {
            return quoted();
        }
        if (c == '$') {
            return dollar();
        }
        if (c == ':') {
            boolean cast = peek(1) == ':';
            add(cast ? OPERATOR : MARK, cast ? "::" : ":");
            at += cast ? 2 : 1;
            return cast || peek(0) != '=';
        }
        if (MARKS.indexOf(c) >= 0) {
            add(MARK, String.valueOf(c));
            at++;
            return true;
        }
        return OPERATOR_CHARS.indexOf(c) >= 0 && operator();
    }

    private boolean lineComment() {
        commented = true;
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
        return true;
    }

    private boolean comment() {
        commented = true;
        int depth = 0;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    private boolean word() {
        int from = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        StringBuilder folded = new StringBuilder(at - from);
        for (int i = from; i < at; i++) {
            char c = sql.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        String word = folded.toString();
        if (peek(0) == '\'' && (word.equals("e") || word.equals("b") || word.equals("x") || word.equals("n"))) {
            return string(word.equals("e"));
        }
        if (word.equals("u") && peek(0) == '&' && (peek(1) == '\'' || peek(1) == '"')) {
            return false;
        }
        add(WORD, word);
        return fits(word);
    }

    /** Whether a name is not cut off by the server: or two texts could name one thing in two ways. */
    private static boolean fits(String name) {
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes <= MAX_NAME_BYTES;
    }

    private boolean number() {
        int from = at;
        while (at < sql.length() && (isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
            at++;
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            at++;
            if (peek(0) == '+' || peek(0) == '-') {
                at++;
            }
            while (isDigit(peek(0))) {
                at++;
            }
        }
        add(NUMBER, sql.substring(from, at));
        return !isWordPart(peek(0));
    }

    private boolean string(boolean escapes) {
        int from = ++at;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\'') {
                if (peek(1) != '\'') {
                    add(STRING, sql.substring(from, at));
                    at++;
                    return true;
                }
                at++;
            } else if (c == '\\') {
                if (!escapes) {
                    return false; // by standard_conforming_strings
                }
                escaped = true;
                at++;
            }
            at++;
        }
        return false;
    }

    private boolean quoted() {
        StringBuilder name = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '"') {
                if (peek(0) != '"') {
                    add(QUOTED, name.toString());
                    return name.length() > 0 && fits(name.toString());
                }
                at++;
            }
            name.append(c);
        }
        return false;
    }

    private boolean dollar() {
        int from = ++at;
        if (isDigit(peek(0))) {
            while (isDigit(peek(0))) {
                at++;
            }
            add(PARAMETER, sql.substring(from, at));
            return at - from < 6 && !isWordPart(peek(0));
        }
        while (isWordPart(peek(0)) && peek(0) != '$') {
            at++;
        }
        if (peek(0) != '$') {
            return false;
        }
        String mark = sql.substring(from - 1, ++at);
        int close = sql.indexOf(mark, at);
        if (close < 0) {
            return false;
        }
        add(STRING, sql.substring(at, close));
        at = close + mark.length();
        return true;
    }

    private boolean operator() {
        int from = at;
        while (OPERATOR_CHARS.indexOf(peek(0)) >= 0
                && peek(0) != '\0'
                && !(peek(0) == '-' && peek(1) == '-')
                && !(peek(0) == '/' && peek(1) == '*')) {
            at++;
        }
        // Several characters end in + or - only if one of them could not stand in an operator of standard SQL.
        while (at - from > 1 && "+-".indexOf(sql.charAt(at - 1)) >= 0 && !hasSpecial(from, at - 1)) {
            at--;
        }
        add(OPERATOR, sql.substring(from, at));
        return true;
    }

    private boolean hasSpecial(int from, int to) {
        for (int i = from; i < to; i++) {
            if ("~!@#%^&|`?".indexOf(sql.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
