package io.perfagent.cache;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tables of one source: the keys that rules give, and whose rows carry versions. Copies of one driver, in
 * loaders of their own, share it: what one reads by a key the other must not write by another. Bounded; safe for all threads.
 */
public final class Tables {
    private static final int MAX = 1_000;

    private final ConcurrentHashMap<String, List<String>> keys = new ConcurrentHashMap<>();
    private final Set<String> versioned = ConcurrentHashMap.newKeySet();
    private volatile int versionedCount;
    private volatile int generation;

    Tables() {}

    /** The key that a rule gives of a table; null if none does: then it may be a view, or have triggers. */
    public @Nullable List<String> key(String table) {
        return keys.get(table);
    }

    /** Another number since keys were forgotten; to be read before the rule whose key is given. */
    public int generation() {
        return generation;
    }

    /**
     * A rule gives the key of a table; the first one holds.
     *
     * @param of {@link #generation} before the rule was looked up: of one that is in force no more no key is taken
     * @return the key that holds; null if there are too many tables
     */
    public @Nullable List<String> giveKey(String table, List<String> key, int of) {
        List<String> known = keys.size() < MAX ? keys.putIfAbsent(table, key) : null;
        if (of != generation) {
            keys.remove(table, key);
            return null;
        }
        return known == null ? keys.get(table) : known;
    }

    /** The rules have changed: who took a key back may have learned that a write to its table touches others. */
    void forgetKeys() {
        generation++; // only ever by the thread that looks at the rules; before the keys go, so that none comes back
        keys.clear();
    }

    /** Updates compare a version in the rows of a table; beyond a bound, of all tables. */
    public synchronized void versioned(String table) {
        if (versioned.add(versioned.size() < MAX ? table : Targets.OTHER_RELATIONS)) {
            versionedCount++; // afterwards: whoever sees it finds the table
        }
    }

    /** Whether updates compare a version in the rows of a table. */
    public boolean isVersioned(String table) {
        return versioned.contains(table) || versioned.contains(Targets.OTHER_RELATIONS);
    }

    /** Another number when there is a further table whose rows carry versions; 0 while there is none. */
    public int versionedCount() {
        return versionedCount;
    }
}
