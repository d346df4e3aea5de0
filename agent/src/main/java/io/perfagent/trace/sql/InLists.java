package io.perfagent.trace.sql;

/** Shortens {@code IN (?, ?, ?)} to {@code IN (?)} while the text is written. */
final class InLists {
    private static final int NONE = 0;
    private static final int AFTER_IN = 1;
    private static final int ITEM_DUE = 2;
    private static final int AFTER_ITEM = 3;

    private final StringBuilder out;
    private int state;
    private int start;

    InLists(StringBuilder out) {
        this.out = out;
    }

    /** Whether a list has begun of which all items so far are literals or parameters. */
    boolean isOpen() {
        return state >= ITEM_DUE;
    }

    /** A word is about to be written. */
    void word(boolean in) {
        int length = out.length();
        state = in && length > 0 && out.charAt(length - 1) == ' ' ? AFTER_IN : NONE;
    }

    /** A literal has been written as a question mark. */
    void literal() {
        state = state == ITEM_DUE ? AFTER_ITEM : NONE;
    }

    /** Any other character but whitespace has been written. */
    void other(char c) {
        if (c == '?') {
            literal();
        } else if (c == '(' && state == AFTER_IN) {
            state = ITEM_DUE;
            start = out.length();
        } else if (c == ',' && state == AFTER_ITEM) {
            state = ITEM_DUE;
        } else if (c == ')' && state == AFTER_ITEM) {
            out.setLength(start);
            out.append("?)");
            state = NONE;
        } else {
            state = NONE;
        }
    }
}
