package io.perfagent.trace.sql;

/**
 * Reads a text once, writes it without its literals and tells the summary of its tokens.
 *
 * <p>Follows OpenTelemetry's sanitizer in what is kept and how it is written, and is stricter where a literal would
 * survive: quotes that are not closed, comments, backslashes, arrays. Time is linear in the text: every scan ahead is
 * bounded or ends where the next token begins.
 */
final class SqlLexer {
    /** Longest text that is written. */
    static final int MAX_OUTPUT_CHARS = 32 * 1024;

    private static final int MAX_INPUT_CHARS = 1 << 20;
    private static final int MAX_PARAMETER_DIGITS = 5;

    // What a backslash before a quote means.
    private static final int PLAIN = 0;
    private static final int ESCAPES = 1;
    private static final int UNKNOWN = 2;

    // Why the end of a quotation is not known.
    private static final int UNCLOSED = -1;
    private static final int AMBIGUOUS = -2;

    private final String text;
    private final int end;
    private final SqlDialect dialect;
    private final SqlSummary summary;
    private final StringBuilder out;
    private final InLists lists;
    private int at;

    /** End of the comment that is being read, or 0. */
    private int commentEnd;

    /** Where the marks that close the comment begin; unclosed quotes end there. */
    private int commentBody;

    SqlLexer(String text, SqlDialect dialect, SqlSummary summary) {
        this.text = text;
        this.end = Math.min(text.length(), MAX_INPUT_CHARS);
        this.dialect = dialect;
        this.summary = summary;
        this.out = new StringBuilder(Math.min(end, MAX_OUTPUT_CHARS) + 16);
        this.lists = new InLists(out);
    }

    /** The text without its literals. */
    String read() {
        while (at < end && (out.length() <= MAX_OUTPUT_CHARS || lists.isOpen())) {
            if (at >= commentEnd) {
                commentEnd = 0;
            }
            token();
        }
        int length = out.length();
        if (length > MAX_OUTPUT_CHARS) {
            boolean pair = Character.isHighSurrogate(out.charAt(MAX_OUTPUT_CHARS - 1));
            out.setLength(pair ? MAX_OUTPUT_CHARS - 1 : MAX_OUTPUT_CHARS);
        }
        return out.toString();
    }

    private boolean inComment() {
        return commentEnd > 0;
    }

    /** Where a token must end. */
    private int limit() {
        return inComment() ? commentBody : end;
    }

    private char peek(int i) {
        return i < limit() ? text.charAt(i) : '\0';
    }

    private void token() {
        char c = text.charAt(at);
        if (SqlChars.isSpace(c)) {
            space();
        } else if (SqlChars.isWordStart(c)) {
            word();
        } else if (c >= '0' && c <= '9') {
            number(at);
        } else {
            mark(c);
        }
    }

    private void mark(char c) {
        switch (c) {
            case '\'' -> singleQuoted();
            case '"' -> {
                if (dialect == SqlDialect.STANDARD || isChainAhead()) {
                    word();
                } else {
                    doubleQuotedLiteral();
                }
            }
            case '`' -> word();
            case '[' -> {
                if (isBracketName(at)) {
                    word();
                } else if (hasBracketNames() && SqlBrackets.mayHoldQuotes(text, at, limit())) {
                    out.append('?');
                    at = end;
                } else {
                    single(c);
                }
            }
            case '$' -> dollar();
            case '+', '-', '.' -> signs(c);
            case '/' -> {
                if (inComment() && peek(at + 1) == '*') {
                    // Databases differ on where nested comments end, so what follows may be read in two ways.
                    out.append('?');
                    at = end;
                } else if (!inComment() && peek(at + 1) == '*') {
                    int close = text.indexOf("*/", at + 2);
                    boolean closed = close >= 0 && close + 2 <= end;
                    comment(2, closed ? close : end, closed ? close + 2 : end);
                } else {
                    single(c);
                }
            }
            case '#' -> {
                if (!inComment() && dialect == SqlDialect.MYSQL) {
                    lineComment(1);
                } else {
                    single(c);
                }
            }
            default -> single(c);
        }
    }

    private void space() {
        int to = inComment() ? commentEnd : end;
        while (at < to && SqlChars.isSpace(text.charAt(at))) {
            at++;
        }
        out.append(' ');
    }

    /** One character that is written as it is. */
    private void single(char c) {
        at++;
        out.append(c);
        lists.other(c);
        if (inComment()) {
            return;
        }
        switch (c) {
            case ',' -> summary.comma();
            case '(' -> summary.open();
            case ')' -> summary.close();
            case ';' -> summary.semicolon();
            default -> summary.other();
        }
    }

    private void literal(int to) {
        at = to;
        out.append('?');
        lists.literal();
        if (!inComment()) {
            summary.other();
        }
    }

    private void lineComment(int marks) {
        int close = at + marks;
        while (close < end && text.charAt(close) != '\n' && text.charAt(close) != '\r') {
            close++;
        }
        comment(marks, close, close);
    }

    /** Begins a comment by writing its marks. */
    private void comment(int marks, int body, int close) {
        commentBody = body;
        commentEnd = close;
        out.append(text, at, at + marks);
        lists.other('/');
        at += marks;
    }

    private void singleQuoted() {
        if (inComment() && at > 0 && SqlChars.isWordPart(text.charAt(at - 1))) {
            // An apostrophe.
            single('\'');
            return;
        }
        if (isOracleQuote()) {
            literal(oracleQuoteEnd());
            return;
        }
        int to = quoteEnd('\'', isPrefix('e') ? ESCAPES : backslashes());
        literal(to < 0 ? rest(to) : to);
    }

    private void doubleQuotedLiteral() {
        int from = at;
        int close = quoteEnd('"', backslashes());
        int to = close < 0 ? rest(close) : close;
        at = to;
        out.append('?');
        lists.literal();
        if (!inComment()) {
            // Some databases read it as a name where a name is due.
            summary.identifier(from, to);
        }
    }

    /** Whether the one letter before the quote stands alone: {@code E'...'}. */
    private boolean isPrefix(char letter) {
        return at > 0
                && (text.charAt(at - 1) | 0x20) == letter
                && (at == 1 || !SqlChars.isWordPart(text.charAt(at - 2)));
    }

    /** Oracle: {@code q'[...]'} and {@code nq'[...]'}. */
    private boolean isOracleQuote() {
        if (dialect == SqlDialect.MYSQL || inComment() || at + 1 >= end) {
            return false;
        }
        boolean national = at > 1
                && (text.charAt(at - 2) | 0x20) == 'n'
                && (text.charAt(at - 1) | 0x20) == 'q'
                && (at == 2 || !SqlChars.isWordPart(text.charAt(at - 3)));
        return national || isPrefix('q');
    }

    private int oracleQuoteEnd() {
        char open = text.charAt(at + 1);
        char close = open == '[' ? ']' : open == '(' ? ')' : open == '{' ? '}' : open == '<' ? '>' : open;
        for (int i = at + 2; i + 1 < end; i++) {
            if (text.charAt(i) == close && text.charAt(i + 1) == '\'') {
                return i + 2;
            }
        }
        return end;
    }

    private int backslashes() {
        return dialect == SqlDialect.MYSQL ? ESCAPES : UNKNOWN;
    }

    /** How far the literal goes when its end is not known. */
    private int rest(int reason) {
        return reason == AMBIGUOUS ? end : limit();
    }

    /** After the closing quote; {@link #UNCLOSED} or {@link #AMBIGUOUS} if that is not known. */
    private int quoteEnd(char quote, int backslashes) {
        int limit = limit();
        for (int i = at + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '\\' && backslashes != PLAIN) {
                i++;
                if (backslashes == UNKNOWN && peek(i) == quote) {
                    return AMBIGUOUS;
                }
            } else if (c == quote) {
                if (i + 1 >= limit || text.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            }
        }
        return UNCLOSED;
    }

    /** PostgreSQL: {@code $$...$$}, {@code $tag$...$tag$}, {@code $1}. */
    private void dollar() {
        int limit = limit();
        int tag = at + 1;
        while (tag < limit && SqlChars.isWordPart(text.charAt(tag)) && text.charAt(tag) != '$') {
            tag++;
        }
        char first = peek(at + 1);
        boolean digits = first >= '0' && first <= '9';
        if (!digits && tag < limit && text.charAt(tag) == '$') {
            literal(dollarQuoteEnd(at, tag + 1 - at, limit));
        } else if (digits) {
            int from = at;
            while (at == from || (at < limit && SqlChars.isDigit(text.charAt(at)))) {
                at++;
            }
            if (isMoney(from)) {
                at = from;
                number(at + 1);
                return;
            }
            out.append(text, from, at);
            lists.other('$');
            if (!inComment()) {
                summary.other();
            }
        } else {
            single('$');
        }
    }

    /** SQL Server: {@code $12.50}; elsewhere a parameter, which has a number of a few digits. */
    private boolean isMoney(int from) {
        boolean fraction = peek(at) == '.' && SqlChars.isDigit(peek(at + 1));
        return fraction || dialect == SqlDialect.SQL_SERVER || at - from > MAX_PARAMETER_DIGITS + 1;
    }

    private int dollarQuoteEnd(int from, int length, int limit) {
        for (int i = from + length; i + length <= limit; i++) {
            if (text.charAt(i) == '$' && text.regionMatches(i, text, from, length)) {
                return i + length;
            }
        }
        return limit;
    }

    /** Signs and points, which may begin a number or a comment. */
    private void signs(char c) {
        if (!inComment() && c == '-' && peek(at + 1) == '-') {
            lineComment(2);
            return;
        }
        int i = at;
        while (SqlChars.isSign(peek(i))) {
            i++;
        }
        char next = peek(i);
        if (next >= '0' && next <= '9') {
            number(i);
            return;
        }
        single(c);
        while (at < i && (inComment() || text.charAt(at) != '-' || peek(at + 1) != '-')) {
            single(text.charAt(at));
        }
    }

    /** A number whose first digit is at {@code i}; signs in it belong to it, as in 123-45-6789. */
    private void number(int i) {
        if (text.charAt(i) == '0' && SqlChars.isRadix(peek(i + 1)) && SqlChars.isHexDigit(peek(i + 2))) {
            i += 2;
            while (SqlChars.isHexDigit(peek(i))) {
                i++;
            }
            literal(i);
            return;
        }
        while (true) {
            char c = peek(i);
            boolean comment = c == '-' && peek(i + 1) == '-' && !inComment();
            boolean separator = c == '_' && peek(i + 1) >= '0' && peek(i + 1) <= '9';
            boolean part = SqlChars.isDigit(c) || SqlChars.isSign(c) || (c | 0x20) == 'e' || separator;
            if (comment || !part) {
                break;
            }
            i++;
        }
        literal(i);
    }

    /** Names, which may be in quotes and joined by points, and words. */
    private void word() {
        int from = at;
        int parts = 0;
        boolean quoted = false;
        while (true) {
            char c = peek(at);
            if (SqlChars.isWordStart(c)) {
                while (at < limit() && SqlChars.isWordPart(text.charAt(at))) {
                    at++;
                }
            } else {
                int to = nameEnd();
                if (to < 0) {
                    unclosed(from);
                    return;
                }
                quoted = true;
                at = to;
            }
            parts++;
            int next = at;
            while (next < at + 2 && peek(next) == '.') {
                next++;
            }
            if (peek(at) == '@') {
                next = at + 1;
            }
            if (next == at || !isNameStart(next)) {
                break;
            }
            at = next;
        }
        written(from, parts == 1 && !quoted);
    }

    private void written(int from, boolean plain) {
        int keyword = plain ? Keyword.of(text, from, at) : Keyword.NONE;
        lists.word(keyword == Keyword.IN);
        out.append(text, from, at);
        if (inComment()) {
            return;
        }
        char before = from == 0 ? ' ' : text.charAt(from - 1);
        boolean parameter = before == '@' || (before == ':' && (from == 1 || text.charAt(from - 2) != ':'));
        if (parameter) {
            summary.other();
        } else if (plain) {
            summary.word(keyword, from, at);
            if (summary.secretFollows()) {
                redactRest();
            }
        } else {
            summary.identifier(from, at);
        }
    }

    private void redactRest() {
        int rest = at;
        while (rest < end && SqlChars.isSpace(text.charAt(rest))) {
            rest++;
        }
        if (rest < end) {
            out.append(" ?");
        }
        at = end;
    }

    /** A name in quotes that never ends: what follows may be anything. */
    private void unclosed(int from) {
        if (at > from) {
            written(from, false);
        }
        if (inComment()) {
            single(text.charAt(at));
        } else {
            literal(limit());
        }
    }

    private boolean isNameStart(int i) {
        char c = peek(i);
        return SqlChars.isWordStart(c) || c == '"' || c == '`' || (c == '[' && isBracketName(i));
    }

    /** End of the name in quotes at the present place, or -1. */
    private int nameEnd() {
        char c = text.charAt(at);
        if (c == '[') {
            return SqlBrackets.end(text, at, limit());
        }
        return quoteEnd(c, c == '"' ? backslashes() : PLAIN);
    }

    /** Whether the text in double quotes at the present place is joined to another name by a point. */
    private boolean isChainAhead() {
        int to = quoteEnd('"', backslashes());
        return to > 0 && peek(to) == '.' && isNameStart(to + 1);
    }

    private boolean hasBracketNames() {
        return dialect != SqlDialect.STANDARD && dialect != SqlDialect.MYSQL;
    }

    /** SQL Server: {@code [my table]}; not an array, an index or a list. */
    private boolean isBracketName(int i) {
        char before = i == 0 ? ' ' : text.charAt(i - 1);
        return !SqlChars.isWordPart(before) && before != ']' && before != ')' && SqlBrackets.end(text, i, limit()) > 0;
    }
}
