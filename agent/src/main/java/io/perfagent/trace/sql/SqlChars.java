package io.perfagent.trace.sql;

/** Kinds of characters in SQL. */
final class SqlChars {
    private SqlChars() {}

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isSign(char c) {
        return c == '+' || c == '-' || c == '.';
    }

    /** The letter of {@code 0x1f}, {@code 0b11}, {@code 0o17}. */
    static boolean isRadix(char c) {
        int letter = c | 0x20;
        return letter == 'x' || letter == 'b' || letter == 'o';
    }

    static boolean isHexDigit(char c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    static boolean isWordStart(char c) {
        if (c < 0x80) {
            return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
        }
        return Character.isLetter(c) || Character.isSurrogate(c);
    }

    static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$' || (c >= 0x80 && Character.isUnicodeIdentifierPart(c));
    }
}
