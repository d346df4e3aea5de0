package io.perfagent.cache;

import io.perfagent.cache.tier.Epochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What operators and applications call kinds of reads by: as rules do, by id, by a whole name, or by how that begins. */
public final class Targets {
    /** Stands for all relations of a source that are not known to be base tables. */
    public static final String OTHER_RELATIONS = "*";

    private Targets() {}

    /**
     * The kinds that a target names: {@code #9f3a07c41d}, {@code sql:SELECT item}, {@code redis:price:*}, {@code sql:} for all.
     * Unlike in rules, any beginning will do.
     */
    public static List<ReadKind> find(Caches caches, String target) {
        List<ReadKind> found = new ArrayList<>();
        String begin = target.endsWith("*") ? target.substring(0, target.length() - 1) : target;
        for (ReadKind kind : caches.kinds()) {
            String family = kind.source().family().word() + ":";
            // A Redis kind is named by its command, too; a rule is not.
            String key = kind.source().family() == Family.REDIS
                    ? family + kind.summary().substring(kind.summary().indexOf(' ') + 1)
                    : family + kind.summary();
            boolean named = kind.id().equals(begin)
                    || (family + kind.id()).equals(begin)
                    || kind.name().startsWith(begin)
                    || key.startsWith(begin);
            if (named && !begin.isEmpty()) {
                found.add(kind);
            }
        }
        return found;
    }

    /**
     * Forgets what is kept of the kinds that a target names, and of those that Redis keys may be among that it names. How many
     * there were.
     */
    public static int clear(Caches caches, String target) {
        List<ReadKind> found = find(caches, target);
        for (ReadKind kind : caches.kinds()) {
            if (!found.contains(kind) && mayHold(kind, target)) {
                found.add(kind);
            }
        }
        for (ReadKind kind : found) {
            kind.clear();
        }
        return found.size();
    }

    /** Whether {@code redis:price:42} or {@code redis:GET price:42} may name keys that a kind of many is for. */
    private static boolean mayHold(ReadKind kind, String target) {
        String family = Family.REDIS.word() + ":";
        boolean isOfMany = kind.source().family() == Family.REDIS
                && kind.isPrefix()
                && !kind.literal().isEmpty();
        if (!isOfMany || !target.startsWith(family)) {
            return false;
        }
        String key = target.substring(family.length());
        String command = kind.summary().substring(0, kind.summary().indexOf(' ') + 1);
        return key.startsWith(kind.literal()) || key.startsWith(command + kind.literal());
    }

    /**
     * Forgets all that reads a table, in all sources, and all that reads relations without a rule's {@code key=}: they may be
     * views of it.
     *
     * @param table with or without a schema, in quotes or not, in any case
     */
    public static void invalidateTable(Caches caches, String table) {
        String last =
                table.substring(table.lastIndexOf('.') + 1).replace("\"", "").trim();
        for (Source source : caches.sources()) {
            Epochs epochs = source.epochs();
            epochs.begin(epochs.writes(epochs.table(last.toLowerCase(Locale.ROOT)), epochs.table(OTHER_RELATIONS)))
                    .end();
        }
    }

    /** Forgets everything. */
    public static void invalidateAll(Caches caches) {
        for (Source source : caches.sources()) {
            source.epochs().flush();
        }
        for (ReadKind kind : caches.kinds()) {
            kind.clear();
        }
    }
}
