package io.perfagent.cache;

import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.ReadSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All reads of one source by one SQL text, or by one Redis command and key prefix: whether they may be served, what the
 * operator allows, what is known of them. Safe for all threads. See {@link Caches} for how a read goes.
 */
public final class ReadKind {
    final int number;
    private final Source source;
    private final String id;
    private final String summary;

    ReadKind(int number, Source source, String id, String summary) {
        this.number = number;
        this.source = source;
        this.id = id;
        this.summary = summary;
    }

    /** Nothing is to be done for any read: caching is paused or switched off. One volatile read. */
    public boolean isIdle() {
        return true;
    }

    /** Counts one read. False if its kind is never served, or not analysed yet: the original runs. */
    public boolean admits() {
        return false;
    }

    /** Whether nobody has said yet what is in its text; the first who asks analyses it, off the request's path. */
    public boolean needsAnalysis() {
        return false;
    }

    /** What was found in its text. None: it may be served, if a rule says so. */
    public void analysed(Hazard... found) {}

    /** Counts one read that is not served although its kind may be. */
    public void bypass(Bypass cause) {}

    /**
     * Whether a key is of interest: a rule is in force for the kind, or the key is in the sample. One multiplication.
     *
     * @param keyHash {@link KeyWriter#hash}
     */
    public boolean wants(long keyHash) {
        return false;
    }

    /** Whether a rule is in force. Then a bypassing read that gets another answer must say so: {@link #observed}. */
    public boolean isRuled() {
        return false;
    }

    /**
     * An answer from memory, counted and noted on the current span; null: ask the original.
     *
     * @param mayWait whether the calling thread may wait for another caller's read of the same, for at most what it usually
     *     takes; false on an event loop
     */
    public @Nullable Entry find(CacheKey key, long nowNanos, boolean mayWait) {
        return null;
    }

    /**
     * The original is about to be asked; before it is sent.
     *
     * @param reads of its source's {@link io.perfagent.cache.tier.Epochs}
     * @return null: nothing is to be kept or measured
     */
    public @Nullable Fill begin(CacheKey key, ReadSet reads, long nowNanos) {
        return null;
    }

    /** A read that was not served has got this answer: an entry that says otherwise is dropped, fills in progress are void. */
    public void observed(CacheKey key, long digest) {}

    /** The key columns of the table it reads, as its rule gives them; empty if it does not. */
    public List<String> keyColumns() {
        return List.of();
    }

    public Source source() {
        return source;
    }

    /** {@code #9f3a}: of its text alone, so the same in every process. */
    public String id() {
        return id;
    }

    /** {@code SELECT item}, {@code GET price:}. */
    public String summary() {
        return summary;
    }
}
