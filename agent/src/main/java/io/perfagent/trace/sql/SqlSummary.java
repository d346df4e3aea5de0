package io.perfagent.trace.sql;

import org.jspecify.annotations.Nullable;

/**
 * Collects {@code db.query.summary} from the tokens of a text: operations and the names they work on, in order.
 *
 * <p>A frame is one query with its own tables; a parenthesis that begins with SELECT opens one, and its end closes it.
 * Names of common table expressions are left out. Nothing here backtracks.
 */
final class SqlSummary {
    private static final int MAX_CHARS = 255;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_CTE_NAMES = 64;

    private final String text;
    private final StringBuilder out = new StringBuilder(64);
    private boolean full;
    private @Nullable String procedure;

    private final Frame[] frames = new Frame[MAX_DEPTH];
    private int depth;
    private int level;
    private Frame frame = new Frame();
    private @Nullable String @Nullable [] cteNames;
    private int cteCount;

    private boolean statementStart = true;
    private boolean afterOpen;
    private boolean secretFollows;
    private int previous;

    /** One query, or what is known of a statement that is none. */
    private static final class Frame {
        int operation;

        /** Depth of parentheses at which it stands. */
        int base;

        /** SELECT: the next name is a table's. */
        boolean tableDue;

        /** SELECT: depth at which a comma is followed by another table, or -1. */
        int tablesLevel = -1;

        /** SELECT: its FROM has been seen. INSERT: its INTO. WITH: the name of an expression is due. */
        boolean seen;

        /** The name it works on has been written. */
        boolean captured;

        /** CREATE and the like: what kind of thing, a keyword. TRUNCATE, LOCK, BEGIN: its second word. */
        int target;

        /** CALL: how much of NEXT VALUE FOR has been seen. */
        int sequence;

        void begin(int operation) {
            this.operation = operation;
            tableDue = false;
            tablesLevel = -1;
            seen = operation == Keyword.WITH;
            captured = false;
            target = 0;
            sequence = 0;
        }
    }

    SqlSummary(String text) {
        this.text = text;
    }

    /** The summary, empty if there is none; at most 255 characters. */
    String summary() {
        int length = out.length();
        return length > 0 && out.charAt(length - 1) == ';' ? out.substring(0, length - 1) : out.toString();
    }

    /** The procedure that is called, or null. */
    @Nullable
    String procedure() {
        return procedure;
    }

    /** A word without quotes or dots. */
    void word(int keyword, int from, int to) {
        boolean first = statementStart;
        boolean opened = afterOpen;
        int before = previous;
        statementStart = false;
        afterOpen = false;
        previous = keyword;
        secretFollows = secretFollows(keyword, before);
        if (frame.tableDue && keyword != Keyword.SELECT && keyword != Keyword.SKIPPED) {
            boolean query = keyword == Keyword.VALUES || (keyword == Keyword.WITH && opened);
            if (!query) {
                table(from, to);
                return;
            }
        }
        switch (keyword) {
            case Keyword.SELECT -> select(from, to);
            case Keyword.WITH -> with(opened);
            case Keyword.INSERT, Keyword.DELETE, Keyword.UPDATE, Keyword.MERGE -> change(keyword, opened, from, to);
            case Keyword.VALUES -> values(from, to);
            case Keyword.EXPLAIN -> {
                if (first) {
                    append(from, to);
                }
            }
            case Keyword.FROM -> from(first, before, from);
            case Keyword.JOIN -> {
                if (frame.operation == Keyword.SELECT && frame.seen) {
                    frame.tableDue = true;
                }
            }
            case Keyword.INTO -> frame.seen |= frame.operation == Keyword.INSERT;
            case Keyword.END_OF_TABLES, Keyword.FOR -> {
                if (frame.operation != Keyword.SELECT) {
                    name(keyword, from, to);
                } else if (level == frame.tablesLevel) {
                    frame.tablesLevel = -1;
                }
            }
            case Keyword.SKIPPED -> {}
            default -> {
                if (keyword > 0 && keyword < Keyword.EXPLAIN && frame.operation == Keyword.NONE) {
                    begin(keyword, from, to);
                } else {
                    name(keyword, from, to);
                }
            }
        }
    }

    /** A name in quotes or with dots. */
    void identifier(int from, int to) {
        statementStart = false;
        afterOpen = false;
        previous = Keyword.NONE;
        if (frame.tableDue) {
            table(from, to);
        } else {
            name(Keyword.NONE, from, to);
        }
    }

    void comma() {
        other();
        if (frame.operation == Keyword.SELECT && level == frame.tablesLevel) {
            frame.tableDue = true;
        } else if (frame.operation == Keyword.WITH && level == frame.base) {
            frame.seen = true;
        }
    }

    void open() {
        other();
        afterOpen = true;
        level++;
    }

    void close() {
        other();
        level = Math.max(0, level - 1);
        if (depth > 0 && level < frame.base) {
            frame = frames[--depth];
            frame.tableDue = false;
        }
    }

    void semicolon() {
        int length = out.length();
        if (length > 0 && length < MAX_CHARS && !full && out.charAt(length - 1) != ';') {
            out.append(';');
        }
        depth = 0;
        level = 0;
        frame = new Frame();
        cteCount = 0;
        other();
        statementStart = true;
    }

    /** Any other token. */
    void other() {
        statementStart = false;
        afterOpen = false;
        previous = Keyword.NONE;
    }

    /** Whether what follows the word that was just read may be a password that is not in quotes. */
    boolean secretFollows() {
        return secretFollows;
    }

    private void select(int from, int to) {
        int operation = frame.operation;
        if (operation == Keyword.GRANT) {
            return;
        }
        if (level > frame.base) {
            push(Keyword.SELECT);
        } else if (operation == Keyword.CALL || operation == Keyword.EXECUTE || isPlain(operation)) {
            return;
        } else {
            frame.begin(Keyword.SELECT);
        }
        append(from, to);
    }

    /** Whether an operation has no query in it. */
    private static boolean isPlain(int operation) {
        return operation == Keyword.TRUNCATE
                || operation == Keyword.LOCK
                || operation == Keyword.USE
                || operation == Keyword.BEGIN;
    }

    private void with(boolean opened) {
        if (opened && level > frame.base && frame.operation != Keyword.GRANT) {
            push(Keyword.WITH);
        } else if (frame.operation == Keyword.NONE || (frame.captured && level == frame.base && isQueryPossible())) {
            frame.begin(Keyword.WITH);
        }
    }

    private boolean isQueryPossible() {
        boolean definition = frame.target == Keyword.TABLE || frame.target == Keyword.DDL_TARGET;
        return frame.operation == Keyword.INSERT || (frame.operation == Keyword.CREATE && definition);
    }

    private void change(int keyword, boolean opened, int from, int to) {
        if (frame.operation == Keyword.WITH && opened && level > frame.base) {
            push(keyword);
            append(from, to);
        } else if (frame.operation == Keyword.NONE || (frame.operation == Keyword.WITH && level == frame.base)) {
            begin(keyword, from, to);
        } else {
            name(Keyword.NONE, from, to);
        }
    }

    private void values(int from, int to) {
        frame.tableDue = false;
        if (frame.operation == Keyword.NONE || (frame.operation == Keyword.WITH && level == frame.base)) {
            begin(Keyword.VALUES, from, to);
        } else if (level == frame.tablesLevel) {
            frame.tablesLevel = -1;
        }
    }

    private void begin(int operation, int from, int to) {
        frame.begin(operation);
        append(from, to);
    }

    private void push(int operation) {
        if (depth < MAX_DEPTH) {
            frames[depth++] = frame;
            frame = new Frame();
            frame.base = level;
        }
        frame.begin(operation);
    }

    private void from(boolean first, int before, int at) {
        if (first) {
            // Queries of Hibernate and JPA may begin with FROM.
            frame.begin(Keyword.SELECT);
            append(text.charAt(at) == 'f' ? "select" : "SELECT");
        }
        boolean comparison = before == Keyword.DISTINCT && frame.seen;
        if (frame.operation == Keyword.SELECT && level == frame.base && !comparison) {
            frame.seen = true;
            frame.tableDue = true;
            frame.tablesLevel = level;
        }
    }

    private void table(int from, int to) {
        frame.tableDue = false;
        if (!isCteName(from, to)) {
            append(from, to);
        }
    }

    /** A name where no table of a SELECT is due. */
    private void name(int keyword, int from, int to) {
        switch (frame.operation) {
            case Keyword.WITH -> {
                if (frame.seen && level == frame.base) {
                    frame.seen = false;
                    addCteName(from, to);
                }
            }
            case Keyword.INSERT -> {
                if (frame.seen) {
                    capture(from, to);
                }
            }
            case Keyword.DELETE, Keyword.UPDATE, Keyword.MERGE, Keyword.REPLACE, Keyword.USE -> capture(from, to);
            case Keyword.CALL -> call(keyword, from, to);
            case Keyword.EXECUTE -> procedureName(from, to);
            case Keyword.CREATE, Keyword.ALTER, Keyword.DROP -> definition(keyword, from, to);
            case Keyword.TRUNCATE, Keyword.LOCK -> {
                if (keyword != Keyword.TABLE && keyword != Keyword.TABLES) {
                    capture(from, to);
                } else if (frame.target == 0) {
                    frame.target = keyword;
                    append(from, to);
                }
            }
            case Keyword.BEGIN -> {
                if (keyword == Keyword.TRANSACTION && frame.target == 0) {
                    frame.target = keyword;
                    append(from, to);
                }
            }
            default -> {}
        }
    }

    private void capture(int from, int to) {
        if (!frame.captured) {
            frame.captured = true;
            append(from, to);
        }
    }

    private void procedureName(int from, int to) {
        if (!frame.captured) {
            procedure = text.substring(from, Math.min(to, from + MAX_CHARS));
        }
        capture(from, to);
    }

    private void call(int keyword, int from, int to) {
        if (frame.captured) {
            return;
        }
        if (frame.sequence == 3) {
            capture(from, to);
        } else if (keyword == Keyword.NEXT && frame.sequence == 0) {
            frame.sequence = 1;
        } else if (keyword == Keyword.VALUE && frame.sequence == 1) {
            frame.sequence = 2;
        } else if (keyword == Keyword.FOR && frame.sequence == 2) {
            frame.sequence = 3;
        } else if (frame.sequence == 0) {
            procedureName(from, to);
        }
    }

    private void definition(int keyword, int from, int to) {
        if (frame.captured) {
            return;
        }
        boolean kind = keyword == Keyword.TABLE || keyword == Keyword.DDL_TARGET || keyword == Keyword.ACCOUNT;
        if (kind && frame.target == 0) {
            frame.target = keyword;
            append(from, to);
        } else if (frame.target != 0 || (keyword != Keyword.DDL_MODIFIER && keyword != Keyword.REPLACE)) {
            capture(from, to);
        }
    }

    /** Statements on users and databases may hold a password that is no literal. */
    private boolean secretFollows(int keyword, int before) {
        int operation = frame.operation;
        boolean definition = operation == Keyword.CREATE || operation == Keyword.ALTER;
        // WITH that has turned out to begin no query: EXPORT ... WITH ENCRYPTION PASSWORD.
        boolean unknown =
                operation == Keyword.NONE || (operation == Keyword.WITH && level == frame.base && !frame.seen);
        if (keyword == Keyword.BY && before == Keyword.IDENTIFIED) {
            return definition || unknown || operation == Keyword.GRANT;
        }
        boolean account = frame.target == 0 || frame.target == Keyword.ACCOUNT;
        return keyword == Keyword.PASSWORD && (unknown || (definition && account && frame.captured));
    }

    private void addCteName(int from, int to) {
        if (cteNames == null) {
            cteNames = new String[MAX_CTE_NAMES];
        }
        if (cteCount < MAX_CTE_NAMES) {
            cteNames[cteCount++] = text.substring(from, to);
        }
    }

    private boolean isCteName(int from, int to) {
        if (cteNames == null) {
            return false;
        }
        for (int i = 0; i < cteCount; i++) {
            String name = cteNames[i];
            if (name != null && name.length() == to - from && text.regionMatches(true, from, name, 0, to - from)) {
                return true;
            }
        }
        return false;
    }

    private void append(int from, int to) {
        if (to - from > MAX_CHARS) {
            full = true;
        } else {
            append(text.substring(from, to));
        }
    }

    private void append(String token) {
        int length = out.length();
        if (full || length + (length == 0 ? 0 : 1) + token.length() > MAX_CHARS) {
            full = true;
            return;
        }
        if (length > 0) {
            out.append(' ');
        }
        out.append(token);
    }
}
