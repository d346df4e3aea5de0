package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.Tables;
import io.perfagent.cache.Targets;
import io.perfagent.cache.sql.Equality;
import io.perfagent.cache.sql.SqlAnalyser;
import io.perfagent.cache.sql.SqlAnalysis;
import io.perfagent.cache.sql.TableWrite;
import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.ReadSet;
import io.perfagent.cache.tier.WriteSet;
import io.perfagent.trace.sql.SqlDialect;
import io.perfagent.trace.sql.SqlText;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one source, and what they read and write by its versions.
 *
 * <p>A table is <em>plain</em> once a rule that is in force gives its key: the operator says so that writes to it touch no
 * other table that is served, and that it is no view. A write to any other table drops everything: it may have triggers,
 * rules and cascades. A read of any other relation is dropped by every write: it may be a view.
 *
 * <p>At most 5000 texts and two million characters, in two generations: what is used moves to the young one. Safe for all threads.
 */
final class PgTexts {
    private static final int GENERATION = 2_500;
    private static final int GENERATION_CHARS = 1 << 20;

    /** Stands for all relations that are not known to be plain. */
    private static final String OTHERS = Targets.OTHER_RELATIONS;

    private final Source source;
    private final Epochs epochs;
    private final int others;
    private final Tables tables;

    /** {@link Tables#versionedCount} as far as what is known here has been marked. */
    private volatile int marked;

    private volatile ConcurrentHashMap<String, PgText> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, PgText> old = new ConcurrentHashMap<>();

    private int youngChars; // guarded by this

    PgTexts(Source source) {
        this.source = source;
        this.epochs = source.epochs();
        this.tables = source.tables();
        this.others = epochs.table(OTHERS);
    }

    /** What is known of a text; analysed here where it is met for the first time. */
    PgText get(String sql) {
        PgText known = find(sql);
        if (marked != tables.versionedCount()) {
            markAll(); // by an update of this driver, or of a copy of it
        }
        return known;
    }

    private PgText find(String sql) {
        PgText known = young.get(sql);
        if (known != null) {
            return known;
        }
        known = old.get(sql);
        if (known != null) {
            return add(sql, known);
        }
        known = add(sql, read(sql));
        mark(known); // after it was added: whoever meets an update now finds it
        if (known.analysis.isOptimistic()) {
            versioned(known.analysis);
        }
        return known;
    }

    /** Updates compare a version in the rows of these tables. */
    private void versioned(SqlAnalysis update) {
        for (TableWrite write : update.writes()) {
            if (!write.isOfSequence()) {
                tables.versioned(write.table());
            }
        }
    }

    private void markAll() {
        int count = tables.versionedCount();
        ConcurrentHashMap<String, PgText> younger;
        ConcurrentHashMap<String, PgText> older;
        synchronized (this) { // they change places
            younger = young;
            older = old;
        }
        for (PgText text : younger.values()) {
            mark(text);
        }
        for (PgText text : older.values()) {
            mark(text);
        }
        marked = count; // afterwards: until then every thread sees to it itself
    }

    private void mark(PgText text) {
        if (text.kind == null || tables.versionedCount() == 0) {
            return;
        }
        for (String table : text.analysis.tables()) {
            if (tables.isVersioned(table)) {
                text.kind.versioned();
                return;
            }
        }
    }

    private PgText read(String sql) {
        SqlAnalysis analysis = SqlAnalyser.analyse(sql);
        ReadKind kind = null;
        if (analysis.isRead()) {
            kind = source.sqlKind(
                    sql, SqlText.of(sql, SqlDialect.of("postgresql")).summary());
        }
        return new PgText(sql, analysis, kind);
    }

    private synchronized PgText add(String sql, PgText text) {
        if (sql.length() > 16 << 10) {
            return text;
        }
        if (young.size() >= GENERATION || youngChars + sql.length() > GENERATION_CHARS) {
            old = young;
            young = new ConcurrentHashMap<>();
            youngChars = 0;
        }
        youngChars += young.put(sql, text) == null ? sql.length() : 0;
        return text;
    }

    /** What a read depends on: of a table whose key it gives that row, of others all of them. */
    ReadSet reads(SqlAnalysis analysis, ReadKind kind, @Nullable Object[] values, int[] types) {
        int generation = tables.generation();
        List<String> given = kind.keyColumns();
        boolean single = analysis.tables().size() == 1;
        int[] read = new int[analysis.tables().size() + 1];
        int size = 0;
        boolean allPlain = true;
        ReadSet rows = null;
        for (String table : analysis.tables()) {
            List<String> key = key(table, RuleKeys.of(given, table, single), generation);
            RowKey row = key == null ? null : RowKey.of(key, analysis.equalities(table), values, types);
            if (row == null) {
                read[size++] = epochs.table(table);
            } else {
                ReadSet one = epochs.keyedReads(epochs.table(table), row.hash());
                rows = rows == null ? one : rows.and(one);
            }
            allPlain &= tables.key(table) != null;
        }
        if (!allPlain) {
            read[size++] = others;
        }
        if (rows != null && size == 0) {
            return rows;
        }
        ReadSet whole = epochs.reads(Arrays.copyOf(read, size));
        return rows == null ? whole : rows.and(whole);
    }

    /**
     * Makes a table plain whose key a rule gives.
     *
     * @param given empty: the rule gives none
     * @return null where reads by that key cannot be told apart: no key, another rule's key, too many tables
     */
    private @Nullable List<String> key(String table, List<String> given, int generation) {
        if (given.isEmpty()) {
            return null;
        }
        return given.equals(tables.giveKey(table, given, generation)) ? given : null;
    }

    /** What a write changes; null if nothing. */
    @Nullable
    WriteSet writes(SqlAnalysis analysis, @Nullable Object[] values, int[] types) {
        if (analysis.writesUnknown()) {
            return epochs.all();
        }
        Iterator<TableWrite> all = analysis.writes().iterator();
        if (!all.hasNext()) {
            return null;
        }
        WriteSet written = epochs.writes(others);
        while (all.hasNext()) {
            TableWrite one = all.next();
            if (one.isOfSequence()) {
                continue; // read as one of the others, if at all
            }
            List<String> key = tables.key(one.table());
            if (key == null) {
                return epochs.all();
            }
            written = written.and(writes(one, key, values, types));
        }
        return written;
    }

    private WriteSet writes(TableWrite write, List<String> key, @Nullable Object[] values, int[] types) {
        int table = epochs.table(write.table());
        boolean keyed = !write.rows().isEmpty();
        for (String column : key) {
            keyed &= !write.assigned().contains(column);
        }
        if (!keyed) {
            return epochs.writes(table);
        }
        WriteSet written = null;
        for (List<Equality> row : write.rows()) {
            RowKey of = RowKey.of(key, row, values, types);
            if (of == null) {
                return epochs.writes(table);
            }
            WriteSet one = epochs.keyedWrites(table, of.hash());
            written = written == null ? one : written.and(one);
        }
        return written == null ? epochs.writes(table) : written;
    }
}
