package io.perfagent.cache.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the commands that are no query and write no single rows. Pure. */
final class CommandReader {
    /** Words with which a text that is not understood may change the session. */
    private static final Set<String> SESSION_WORDS = Set.of(
            "set",
            "set_config",
            "reset",
            "discard",
            "role",
            "do",
            "call",
            "execute",
            "prepare",
            "listen",
            "temp",
            "temporary",
            "declare",
            "into",
            "load",
            "import");

    private CommandReader() {}

    /** The command that begins at a token. */
    static SqlAnalysis read(SqlTokens tokens, int at) {
        String word = tokens.kind(at) == SqlTokens.WORD ? tokens.text(at) : "";
        String next = tokens.kind(at + 1) == SqlTokens.WORD ? tokens.text(at + 1) : "";
        return switch (word) {
            case "begin", "start", "commit", "end", "rollback", "abort" -> transaction(tokens, at, next);
            case "savepoint", "release", "lock" -> SqlAnalyser.statement(false, false, true, null, false);
            case "prepare" -> next.equals("transaction") ? SqlAnalyser.nothing() : SqlAnalyser.unknown(true);
            case "set" -> set(tokens, at + 1);
            case "show" -> SqlAnalyser.statement(false, false, false, null, isIsolation(tokens, at + 1));
            case "notify", "checkpoint" -> SqlAnalyser.nothing();
            case "reset", "discard", "listen", "unlisten" -> SqlAnalyser.statement(false, true, true, null, false);
            case "explain" ->
                contains(tokens, at, "analyze") || contains(tokens, at, "analyse")
                        ? SqlAnalyser.unknown(true)
                        : SqlAnalyser.nothing();
            case "copy" -> copy(tokens, at + 1);
            case "start_replication" -> SqlAnalyser.statement(false, true, false, null, false);
            case "create",
                    "alter",
                    "drop",
                    "truncate",
                    "grant",
                    "revoke",
                    "comment",
                    "vacuum",
                    "analyze",
                    "analyse",
                    "refresh",
                    "reindex",
                    "cluster",
                    "merge" -> SqlAnalyser.unknown(mayChangeSession(tokens, at));
            default -> SqlAnalyser.unknown(true);
        };
    }

    private static SqlAnalysis transaction(SqlTokens tokens, int at, String next) {
        if (next.equals("prepared")) {
            return SqlAnalyser.unknown(false); // another session's writes come true
        }
        boolean begins = tokens.text(at).equals("begin") || tokens.text(at).equals("start");
        boolean toSavepoint = contains(tokens, at, "to");
        return SqlAnalyser.statement(false, false, begins || toSavepoint, null, false);
    }

    private static SqlAnalysis set(SqlTokens tokens, int at) {
        int i = at;
        if (is(tokens, i, "transaction") || is(tokens, i, "constraints")) {
            return SqlAnalyser.statement(false, false, true, null, false);
        }
        if (is(tokens, i, "session") && is(tokens, i + 1, "characteristics")) {
            return characteristics(tokens, i + 2);
        }
        boolean local = is(tokens, i, "local");
        if (local || is(tokens, i, "session")) {
            i++;
        }
        boolean quiet = tokens.kind(i) == SqlTokens.WORD
                && SqlWords.QUIET_SETTINGS.contains(tokens.text(i))
                && (is(tokens, i + 1, "to") || tokens.text(i + 1).equals("="));
        if (quiet) {
            return SqlAnalyser.nothing();
        }
        return SqlAnalyser.statement(false, true, true, null, false);
    }

    /** {@code as transaction isolation level read committed, read only}. */
    private static SqlAnalysis characteristics(SqlTokens tokens, int from) {
        String level = null;
        int i = from;
        if (!is(tokens, i, "as") || !is(tokens, i + 1, "transaction")) {
            return SqlAnalyser.statement(false, true, true, "", false);
        }
        i += 2;
        while (tokens.kind(i) != SqlTokens.END && !tokens.text(i).equals(";")) {
            if (is(tokens, i, "isolation") && is(tokens, i + 1, "level")) {
                level = tokens.text(i + 2) + (is(tokens, i + 2, "serializable") ? "" : " " + tokens.text(i + 3));
                i += is(tokens, i + 2, "serializable") ? 3 : 4;
            } else if (is(tokens, i, "read") && (is(tokens, i + 1, "only") || is(tokens, i + 1, "write"))) {
                i += 2;
            } else if (tokens.text(i).equals(",")) {
                i++;
            } else {
                return SqlAnalyser.statement(false, true, true, "", false);
            }
        }
        return SqlAnalyser.statement(false, false, true, level, false);
    }

    private static boolean isIsolation(SqlTokens tokens, int at) {
        return is(tokens, at, "transaction") && is(tokens, at + 1, "isolation") && is(tokens, at + 2, "level")
                || is(tokens, at, "transaction_isolation");
    }

    /** {@code copy table (columns) from ...}: one table; anything else may be a query. */
    private static SqlAnalysis copy(SqlTokens tokens, int from) {
        int i = from;
        String table = "";
        while (tokens.kind(i) == SqlTokens.WORD || tokens.kind(i) == SqlTokens.QUOTED) {
            table = tokens.text(i++);
            if (!tokens.text(i).equals(".") || tokens.kind(i) != SqlTokens.MARK) {
                break;
            }
            i++;
        }
        if (table.isEmpty()) {
            return SqlAnalyser.unknown(true);
        }
        if (tokens.kind(i) == SqlTokens.MARK && tokens.text(i).equals("(")) {
            while (tokens.kind(i) != SqlTokens.END && !tokens.text(i).equals(")")) {
                i++;
            }
            i++;
        }
        if (is(tokens, i, "to")) {
            return SqlAnalyser.nothing();
        }
        if (!is(tokens, i, "from") || contains(tokens, i, "where")) {
            return SqlAnalyser.unknown(true);
        }
        return new SqlAnalysis(
                false,
                Set.of(),
                Set.of(),
                Map.of(),
                List.of(TableWrite.whole(table.toLowerCase(java.util.Locale.ROOT))),
                false,
                false,
                false,
                null,
                false,
                false,
                false);
    }

    /** Whether a statement that is not understood may change what the session is: it says so, or calls anything. */
    static boolean mayChangeSession(SqlTokens tokens, int from) {
        boolean isJudged = false;
        boolean isDefinition = false;
        for (int i = from; i < tokens.size() && !isEnd(tokens, i); i++) {
            int kind = tokens.kind(i);
            boolean name = kind == SqlTokens.WORD || kind == SqlTokens.QUOTED;
            if (name && tokens.text(i).startsWith("pg_temp")) {
                return true; // what is made there hides what has the same name
            }
            if (kind == SqlTokens.WORD && SESSION_WORDS.contains(tokens.text(i)) && !isAssignment(tokens, i)) {
                return true;
            }
            if (name && tokens.text(i + 1).equals("(") && tokens.kind(i + 1) == SqlTokens.MARK) {
                String word = tokens.text(i);
                boolean known = kind == SqlTokens.WORD
                        && (SqlWords.HARMLESS.contains(word)
                                || SqlWords.CLOCK_FUNCTIONS.contains(word)
                                || SqlWords.SESSION_FUNCTIONS.contains(word)
                                || SqlWords.EXPRESSION.contains(word)
                                || SqlWords.STOPS.contains(word)
                                || SqlWords.RESERVED.contains(word)
                                || SqlWords.TYPES.contains(word));
                if (!known && !isJudged) {
                    isJudged = true; // once: a text may be long
                    isDefinition = isDefinition(tokens, from);
                }
                if (!known && !isDefinition) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What follows is a statement of its own, and is read as one. */
    private static boolean isEnd(SqlTokens tokens, int at) {
        return tokens.kind(at) == SqlTokens.MARK && tokens.text(at).equals(";");
    }

    /** The {@code set} of an update and the {@code into} of an insert, which are no commands and make no tables. */
    private static boolean isAssignment(SqlTokens tokens, int at) {
        String word = tokens.text(at);
        return at > 0
                && (word.equals("set")
                        || word.equals("into") && (is(tokens, at - 1, "insert") || is(tokens, at - 1, "merge")));
    }

    /**
     * Names before parentheses are those of tables and indexes there, and nothing is called that could change the session: what
     * an index calls, the server calls restricted.
     */
    private static boolean isDefinition(SqlTokens tokens, int from) {
        String word = tokens.text(from);
        boolean index = is(tokens, from + 1, "index") || is(tokens, from + 1, "unique");
        boolean table = is(tokens, from + 1, "table");
        return (word.equals("create") || word.equals("alter")) && index
                || word.equals("create") && table && !containsAny(tokens, from, "select", "values")
                || word.equals("alter") && table && !containsAny(tokens, from, "default", "using", "check", "generated")
                || word.equals("drop")
                || word.equals("truncate")
                || word.equals("grant")
                || word.equals("revoke");
    }

    private static boolean containsAny(SqlTokens tokens, int from, String... words) {
        for (String word : words) {
            if (contains(tokens, from, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(SqlTokens tokens, int from, String word) {
        for (int i = from; i < tokens.size() && !tokens.text(i).equals(";"); i++) {
            if (is(tokens, i, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(SqlTokens tokens, int at, String word) {
        return tokens.kind(at) == SqlTokens.WORD && tokens.text(at).equals(word);
    }
}
