package io.perfagent.cache.policy;

import org.jspecify.annotations.Nullable;

/** How far a rule lets an answer go without asking again; from the strictest to the loosest. */
public enum CacheLevel {
    /** Nothing is served. */
    NONE("none", 0, 0),
    /** The same read again within one HTTP request and 100 ms. */
    DEDUPE("dedupe", 100, 100),
    /** A short time to live, and one flight for callers that ask at once. */
    MICRO("micro", 1_000, 2_000),
    /** Kept as long as an invalidation channel, or being the only writer, says that nothing has changed. */
    TRACKED("tracked", 60_000, 60_000),
    /** Reference data. */
    STATIC("static", 600_000, 24 * 3_600_000L);

    private final String text;
    private final long ttlMillis;
    private final long maxTtlMillis;

    CacheLevel(String text, long ttlMillis, long maxTtlMillis) {
        this.text = text;
        this.ttlMillis = ttlMillis;
        this.maxTtlMillis = maxTtlMillis;
    }

    /** As rules spell it. */
    public String text() {
        return text;
    }

    /** The time to live of a rule that gives none. */
    public long ttlMillis() {
        return ttlMillis;
    }

    /** Longest time to live that a rule may give. */
    public long maxTtlMillis() {
        return maxTtlMillis;
    }

    /** Whether answers of this level are kept over requests, in the memory tier, and verified. */
    public boolean isKept() {
        return this == MICRO || this == TRACKED || this == STATIC;
    }

    /** The level that a rule spells so, or null. */
    public static @Nullable CacheLevel of(String text) {
        for (CacheLevel level : values()) {
            if (level != NONE && level.text.equals(text)) {
                return level;
            }
        }
        return null;
    }
}
