package io.perfagent.cache;

import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.PendingWrites;
import org.jspecify.annotations.Nullable;

/**
 * One data source or Redis database, as one user sees it: its versions, whether it may be served from memory, its kinds of
 * reads. Safe for all threads.
 *
 * <p>Nothing of it is served until its adapter says that every way to write to it in this process is seen
 * ({@link #trust}); its reads are observed all the same.
 */
public final class Source {
    private final Caches caches;
    private final Family family;
    private final String name;
    private final Epochs epochs = new Epochs();
    private volatile @Nullable String distrusted;
    private volatile boolean trusted;

    Source(Caches caches, Family family, String name) {
        this.caches = caches;
        this.family = family;
        this.name = name;
    }

    public Epochs epochs() {
        return epochs;
    }

    /** For one physical connection, made when it is opened; kept beside it, settled when it ends or is collected. */
    public PendingWrites connection() {
        return new PendingWrites(epochs);
    }

    /** Every way to write to it is woven and proven so. Again, and after {@link #distrust}, it does nothing. */
    public void trust() {
        trusted = true;
    }

    /** A way to write was found that is not seen, or a write's hook has failed: flushed, and never served again. */
    public void distrust(String reason) {
        if (distrusted == null) {
            distrusted = reason;
        }
        epochs.flush();
    }

    /**
     * A call may be in progress that nobody saw begin: its connection was opened, or its transaction begun, before the hooks
     * were there. Flushed, and nothing is served for a minute; then it is flushed again and goes on.
     */
    public void unseen(long nowNanos) {
        epochs.flush();
    }

    /** Code of ours has failed in a read; the original has run. Flushed, and after the third time distrusted. */
    public void failed(Throwable thrown) {
        epochs.flush();
    }

    /** Whether answers may be served now. */
    public boolean isServing() {
        return trusted && distrusted == null;
    }

    /**
     * The kind of an SQL text. A look-up by the text: keep it beside the statement or the driver's query.
     *
     * @param text as it is sent, parameters as placeholders; kept as a hash only
     * @param summary {@code db.query.summary}, such as {@code SELECT item}
     * @return a kind that is refused when there are too many
     */
    public ReadKind sqlKind(String text, String summary) {
        throw new UnsupportedOperationException();
    }

    /**
     * The kind of a Redis read.
     *
     * @param command upper case
     * @param key of which the kind is the prefix that a rule names, else what is up to its last colon
     */
    public ReadKind redisKind(String command, byte[] key) {
        throw new UnsupportedOperationException();
    }

    public Family family() {
        return family;
    }

    /** As reports call it. */
    public String name() {
        return name;
    }
}
