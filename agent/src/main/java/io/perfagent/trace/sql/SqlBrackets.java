package io.perfagent.trace.sql;

/** Names in brackets, as SQL Server and SQLite have them. */
final class SqlBrackets {
    private static final int MAX_CHARS = 130;

    private SqlBrackets() {}

    /** After the bracket that closes the name that begins at {@code from}; -1 if it is no name but an array, an index or a list. */
    static int end(String text, int from, int limit) {
        int last = Math.min(limit, from + MAX_CHARS);
        char first = from + 1 < limit ? text.charAt(from + 1) : '\0';
        if (!SqlChars.isWordStart(first) && first != '#' && first != '@') {
            return -1;
        }
        for (int i = from + 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == ']') {
                return i + 1;
            }
            if (c == '\'' || c == '"' || c == ',' || c == '[' || c == '$') {
                return -1;
            }
        }
        return -1;
    }

    /** Whether it may be a name with an apostrophe, {@code [driver's license]}: then it is not known where literals begin. */
    static boolean mayHoldQuotes(String text, int from, int limit) {
        int last = Math.min(limit, from + MAX_CHARS);
        boolean odd = false;
        for (int i = from + 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == ']') {
                return odd;
            }
            odd ^= c == '\'';
        }
        return false;
    }
}
