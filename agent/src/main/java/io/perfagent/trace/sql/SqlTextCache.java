package io.perfagent.trace.sql;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was read from the last texts of one dialect: at most 1000, and about 1 Mi characters of them.
 *
 * <p>Two generations: what is used moves to the young one, and when that is full the old one is dropped. A look-up neither
 * locks nor allocates. Texts longer than 10 Ki characters are read every time. Safe for all threads.
 */
public final class SqlTextCache {
    private static final int MAX_TEXT_CHARS = 10 * 1024;
    private static final int GENERATION = 500;
    private static final int GENERATION_CHARS = 512 * 1024;

    private final SqlDialect dialect;
    private final boolean sanitize;
    private volatile ConcurrentHashMap<String, SqlText> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, SqlText> old = new ConcurrentHashMap<>();

    // Guarded by this.
    private volatile int youngChars;
    private volatile int oldChars;
    private long dropped;

    /**
     * An empty cache.
     *
     * @param sanitize whether literals are replaced
     */
    public SqlTextCache(SqlDialect dialect, boolean sanitize) {
        this.dialect = dialect;
        this.sanitize = sanitize;
    }

    /** What is to be said of a text. */
    public SqlText get(String sql) {
        SqlText known = young.get(sql);
        if (known != null) {
            return known;
        }
        if (sql.length() > MAX_TEXT_CHARS) {
            return SqlText.of(sql, dialect, sanitize);
        }
        known = old.get(sql);
        return add(sql, known == null ? SqlText.of(sql, dialect, sanitize) : known);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
    private synchronized SqlText add(String sql, SqlText text) {
        SqlText before = young.putIfAbsent(sql, text);
        if (before != null) {
            return before;
        }
        youngChars += sql.length() + text.query().length();
        if (young.size() >= GENERATION || youngChars >= GENERATION_CHARS) {
            dropped += old.size();
            old = young;
            young = new ConcurrentHashMap<>();
            oldChars = youngChars;
            youngChars = 0;
        }
        return text;
    }

    /** The result if it is remembered; for tests and the status. */
    @Nullable
    SqlText peek(String sql) {
        SqlText known = young.get(sql);
        return known != null ? known : old.get(sql);
    }

    /** How many texts are remembered. */
    public int size() {
        return young.size() + old.size();
    }

    /** Characters of the texts that are remembered, as they were and as they are shown; about, and without a lock. */
    public long heldChars() {
        return (long) youngChars + oldChars;
    }

    /** How many texts have been forgotten since the start; one that was still in use counts too. */
    public synchronized long dropped() {
        return dropped;
    }
}
