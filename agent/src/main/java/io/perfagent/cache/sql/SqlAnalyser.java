package io.perfagent.cache.sql;

import io.perfagent.cache.Hazard;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a text of PostgreSQL reads and writes. Pure, linear in the text, microseconds for a usual one: it may be called
 * where a text is met for the first time.
 *
 * <p>Closed on failure: a text that is not understood to its last token may write anything and change the session.
 */
public final class SqlAnalyser {
    /** Answers to longer texts are not kept: as a key, and as a kind of reads, they would cost too much. */
    private static final int MAX_READ_CHARS = 16 << 10;

    private static final SqlAnalysis UNKNOWN = unknown(true);
    private static final SqlAnalysis NOTHING = statement(false, false, false, null, false);

    private boolean isRead = true;
    private final Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
    private final Set<String> tables = new LinkedHashSet<>();
    private final List<TableWrite> writes = new ArrayList<>();
    private Map<String, List<Equality>> rows = Map.of();
    private boolean writesUnknown;
    private boolean taints;
    private boolean disturbs;
    private @Nullable String isolation;
    private boolean asksIsolation;
    private boolean isOptimistic;
    private boolean takesMoreColumns;

    private SqlAnalyser() {}

    /** What is known of a text, with {@code $n} for its parameters. */
    public static SqlAnalysis analyse(String sql) {
        SqlTokens tokens = SqlTokens.of(sql);
        if (tokens == null) {
            return UNKNOWN;
        }
        SqlAnalyser all = new SqlAnalyser();
        int count = 0;
        StatementReader reader = new StatementReader(tokens);
        while (tokens.kind(reader.at) != SqlTokens.END) {
            if (reader.takeMark(";")) {
                continue;
            }
            if (count++ > 0) {
                // Each of several has parameters of its own: their numbers say nothing here.
                reader = new StatementReader(tokens, reader.at);
            }
            all.statement(tokens, reader);
        }
        if (count > 1) {
            all.hazards.add(Hazard.SEVERAL_STATEMENTS);
            all.rows = Map.of();
            all.writeWhole();
        }
        all.isRead &= sql.length() <= MAX_READ_CHARS;
        return all.result(count > 0, tokens.isCommented(), tokens.isEscaped());
    }

    /** Every name and word in a text, of whatever it is. */
    public static Set<String> names(String sql) {
        Set<String> names = new HashSet<>();
        SqlTokens tokens = SqlTokens.of(sql);
        for (int i = 0; tokens != null && i < tokens.size(); i++) {
            if (tokens.kind(i) == SqlTokens.WORD || tokens.kind(i) == SqlTokens.QUOTED) {
                names.add(tokens.text(i));
            }
        }
        return names;
    }

    /** Each table once, whatever is written of it. */
    private void writeWhole() {
        Set<TableWrite> whole = new LinkedHashSet<>();
        for (TableWrite one : writes) {
            whole.add(one.isOfSequence() ? one : TableWrite.whole(one.table()));
        }
        writes.clear();
        writes.addAll(whole);
    }

    private SqlAnalysis result(boolean any, boolean commented, boolean escaped) {
        boolean read = any && isRead;
        if (read && commented) {
            hazards.add(Hazard.NOT_UNDERSTOOD);
        }
        if (read && escaped) {
            hazards.add(Hazard.NON_DETERMINISTIC); // what it says may be "now"
        }
        if (read && tables.isEmpty()) {
            hazards.add(Hazard.NO_TABLE);
        }
        if (any && !read) {
            hazards.add(Hazard.NOT_A_READ);
        }
        return new SqlAnalysis(
                read,
                Set.copyOf(hazards),
                Set.copyOf(tables),
                rows,
                List.copyOf(writes),
                writesUnknown,
                taints,
                disturbs,
                isolation,
                asksIsolation,
                isOptimistic,
                takesMoreColumns);
    }

    private void statement(SqlTokens tokens, StatementReader reader) {
        String word = tokens.kind(reader.at) == SqlTokens.WORD ? tokens.text(reader.at) : "";
        if (word.equals("copy") && reader.isMark(reader.at + 1, "(")) {
            copyOfQuery(tokens, reader);
            return;
        }
        boolean rows = reader.isMark("(");
        switch (word) {
            case "select", "with", "values", "table", "insert", "update", "delete" -> rows = true;
            default -> {}
        }
        if (!rows) {
            add(CommandReader.read(tokens, reader.at));
            skip(tokens, reader);
            return;
        }
        int from = reader.at;
        try {
            reader.statement();
            if (tokens.kind(reader.at) != SqlTokens.END && !reader.isMark(";")) {
                throw SqlReader.NotUnderstood.INSTANCE;
            }
        } catch (SqlReader.NotUnderstood e) {
            add(unknown(CommandReader.mayChangeSession(tokens, from)));
            skip(tokens, reader);
            return;
        }
        hazards.addAll(reader.hazards);
        tables.addAll(reader.tables);
        writes.addAll(reader.writes);
        if (reader.movesSequence) {
            writes.add(TableWrite.SEQUENCE);
        }
        isOptimistic |= reader.isOptimistic;
        takesMoreColumns |= reader.takesMoreColumns();
        isRead &= reader.writes.isEmpty() && !reader.movesSequence;
        writesUnknown |= reader.callsUnknown;
        taints |= reader.callsUnknown || reader.changesSession;
        if (reader.writes.isEmpty()) {
            this.rows = reader.rows();
        }
    }

    /** {@code copy (query) to ...}: no read that could be kept, and a write only if its query is one. */
    private void copyOfQuery(SqlTokens tokens, StatementReader reader) {
        boolean harmless = false;
        try {
            reader.at += 2;
            reader.query();
            reader.expectMark(")");
            harmless = reader.isWord("to")
                    && reader.writes.isEmpty()
                    && !reader.movesSequence
                    && !reader.callsUnknown
                    && !reader.changesSession;
        } catch (SqlReader.NotUnderstood e) {
            harmless = false;
        }
        add(harmless ? NOTHING : UNKNOWN);
        skip(tokens, reader);
    }

    private static void skip(SqlTokens tokens, StatementReader reader) {
        while (tokens.kind(reader.at) != SqlTokens.END && !reader.isMark(";")) {
            reader.at++;
        }
    }

    private void add(SqlAnalysis one) {
        isRead &= one.isRead();
        hazards.addAll(one.hazards());
        writes.addAll(one.writes());
        writesUnknown |= one.writesUnknown();
        taints |= one.taints();
        disturbs |= one.disturbs();
        asksIsolation |= one.asksIsolation();
        if (one.isolation() != null) {
            isolation = isolation == null ? one.isolation() : "";
        }
    }

    /** What is not understood. */
    static SqlAnalysis unknown(boolean taints) {
        return new SqlAnalysis(
                false,
                Set.of(Hazard.NOT_UNDERSTOOD, Hazard.NOT_A_READ),
                Set.of(),
                Map.of(),
                List.of(),
                true,
                taints,
                false,
                null,
                false,
                false,
                false);
    }

    /** A statement that reads and writes no rows. */
    static SqlAnalysis statement(
            boolean writesUnknown,
            boolean taints,
            boolean disturbs,
            @Nullable String isolation,
            boolean asksIsolation) {
        return new SqlAnalysis(
                false,
                Set.of(),
                Set.of(),
                Map.of(),
                List.of(),
                writesUnknown,
                taints,
                disturbs,
                isolation,
                asksIsolation,
                false,
                false);
    }

    static SqlAnalysis nothing() {
        return NOTHING;
    }
}
