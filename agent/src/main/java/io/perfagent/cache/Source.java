package io.perfagent.cache;

import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.Hash64;
import io.perfagent.cache.tier.PendingWrites;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One data source or Redis database, as one user sees it: its versions, whether it may be served from memory, its kinds of
 * reads. Safe for all threads.
 *
 * <p>Nothing of it is served until its adapter says that every way to write to it in this process is seen
 * ({@link #trust}); its reads are observed all the same.
 */
public final class Source {
    /** For how long nothing is served after a call that nobody saw begin. */
    static final long SETTLE_NANOS = 60_000_000_000L;

    private static final int MAX_FAILURES = 3;
    private static final int MAX_PREFIX_BYTES = 64;
    private static final int MAX_SUMMARY_CHARS = 200;

    private final Caches caches;
    private final Family family;
    private final String name;
    private final Epochs epochs = new Epochs();
    private final Tables tables = new Tables();
    private final ConcurrentHashMap<TextHash, ReadKind> kinds = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger identities = new AtomicInteger();
    private volatile @Nullable String distrusted;
    private volatile boolean trusted;
    private volatile boolean settling;

    /** {@link Seam#failedCalls} as far as it has been acted on. */
    private volatile int failedCalls = Seam.failedCalls();

    private long settledNanos; // guarded by this
    private volatile @Nullable ReadKind others;

    /** A text, without keeping it: two hashes of 64 bits. */
    private record TextHash(long one, long other) {}

    Source(Caches caches, Family family, String name) {
        this.caches = caches;
        this.family = family;
        this.name = name;
    }

    public Epochs epochs() {
        return epochs;
    }

    public Tables tables() {
        return tables;
    }

    /** For one physical connection, made when it is opened; kept beside it, settled when it ends or is collected. */
    public PendingWrites connection() {
        return new PendingWrites(epochs);
    }

    /**
     * A number, from 1, that stands in keys for somebody who reads it. Never the same twice: adapters of two copies of one
     * driver, in loaders of their own, share this source and know nothing of each other.
     */
    public int newIdentity() {
        return identities.incrementAndGet();
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
    public synchronized void unseen(long nowNanos) {
        settledNanos = nowNanos + SETTLE_NANOS;
        settling = true;
        epochs.flush();
    }

    /**
     * Code of ours has failed in a call; the original runs. Flushed, and after the third time distrusted. It throws nothing
     * itself: there may be neither stack nor memory.
     */
    public void failed(Throwable thrown) {
        epochs.flush();
        if (failures.incrementAndGet() < MAX_FAILURES) {
            return;
        }
        try {
            distrust("the agent's own code has failed " + MAX_FAILURES + " times, last with "
                    + thrown.getClass().getName());
        } catch (Throwable nothingToSayItWith) {
            distrust("the agent's own code has failed");
        }
    }

    /**
     * Whether answers may be served now. A hook that has failed may have been that of a write: as after a call that nobody
     * saw begin.
     */
    public boolean isServing() {
        if (failedCalls != Seam.failedCalls()) {
            missed();
        }
        return trusted && distrusted == null && !(settling && isSettling());
    }

    private synchronized void missed() {
        int now = Seam.failedCalls();
        if (failedCalls != now) {
            unseen(System.nanoTime());
            failedCalls = now; // last: whoever finds it the same finds the source paused
        }
    }

    private synchronized boolean isSettling() {
        if (settling && System.nanoTime() - settledNanos >= 0) {
            epochs.flush();
            settling = false;
        }
        return settling;
    }

    /** How many calls of ours have failed so far, anywhere: who was to be told of something may not have been. */
    public static int failedCalls() {
        return Seam.failedCalls();
    }

    /** Why nothing of it is served now, as reports say it; null if it is. */
    public @Nullable String objection() {
        String reason = distrusted;
        if (reason != null) {
            return reason;
        }
        if (!trusted) {
            return "not every way to write to it is known to be seen";
        }
        return settling && isSettling() ? "calls may be in progress that nobody saw begin" : null;
    }

    /** Whether it is never to be served again in this process. */
    public boolean isDistrusted() {
        return distrusted != null;
    }

    /**
     * The kind of an SQL text. A look-up by the text: keep it beside the statement or the driver's query.
     *
     * @param text as it is sent, parameters as placeholders; kept as a hash only
     * @param summary {@code db.query.summary}, such as {@code SELECT item}
     * @return a kind that is refused when there are too many
     */
    public ReadKind sqlKind(String text, String summary) {
        TextHash hash = new TextHash(Hash64.of(text, Caches.SEED), Hash64.of(text, ~Caches.SEED));
        ReadKind known = kinds.get(hash);
        if (known != null) {
            return known;
        }
        boolean mayBeRuled = caches.rules().hasAny(family.word());
        return caches.isFull(family, mayBeRuled) ? others() : add(hash, text, summary, null, false, mayBeRuled);
    }

    /**
     * The kind of a Redis read.
     *
     * @param command upper case
     * @param key of which the kind is what a rule names, else its first part with the {@code :} (or {@code / | .}) that ends it
     */
    public ReadKind redisKind(String command, byte[] key) {
        CacheRules rules = caches.rules();
        CacheRule rule = rules.isEmpty() ? null : rules.redis(key);
        boolean prefix = rule == null || rule.prefix();
        int length = rule == null ? firstPart(key) : rule.targetBytes();
        long seed = Caches.SEED + (prefix ? 0 : 1);
        long one = Hash64.mix(Hash64.of(command, seed), Hash64.of(key, 0, length, seed));
        long other = Hash64.mix(Hash64.of(command, ~seed), Hash64.of(key, 0, length, ~seed));
        TextHash hash = new TextHash(one, other);
        ReadKind known = kinds.get(hash);
        if (known != null) {
            return known;
        }
        if (caches.isFull(family, rule != null)) {
            return others();
        }
        byte[] literal = Arrays.copyOf(key, length);
        String shown = command + " " + shown(literal) + (prefix ? "*" : "");
        return add(hash, shown, shown, literal, prefix, rule != null);
    }

    private static int firstPart(byte[] key) {
        int most = Math.min(key.length, MAX_PREFIX_BYTES);
        for (int i = 0; i < most; i++) {
            if (key[i] == ':' || key[i] == '/' || key[i] == '|' || key[i] == '.') {
                return i + 1;
            }
        }
        return 0;
    }

    private static String shown(byte[] literal) {
        StringBuilder out = new StringBuilder(new String(literal, StandardCharsets.UTF_8));
        for (int i = 0; i < out.length(); i++) {
            if (Character.isISOControl(out.charAt(i))) {
                out.setCharAt(i, '?');
            }
        }
        return out.toString();
    }

    private synchronized ReadKind add(
            TextHash hash, String text, String summary, byte @Nullable [] literal, boolean prefix, boolean isRuled) {
        ReadKind known = kinds.get(hash);
        if (known != null) {
            return known;
        }
        String cut = summary.length() > MAX_SUMMARY_CHARS ? summary.substring(0, MAX_SUMMARY_CHARS) : summary;
        ReadKind made = caches.newKind(this, family.word() + ":" + text, cut, literal, prefix, isRuled);
        if (made == null) {
            return others();
        }
        kinds.put(hash, made);
        return made;
    }

    /** What all kinds beyond the bound are, together. */
    private ReadKind others() {
        ReadKind known = others;
        return known != null ? known : newOthers();
    }

    private synchronized ReadKind newOthers() {
        ReadKind known = others;
        if (known == null) {
            known = new ReadKind(caches, 0, this, "#others", "others", null, false);
            known.analysed(Hazard.TOO_MANY_KINDS);
            others = known;
        }
        return known;
    }

    /** The kind that those beyond the bound share; null while there are none. */
    public @Nullable ReadKind overflow() {
        return others;
    }

    public Family family() {
        return family;
    }

    /** As reports call it. */
    public String name() {
        return name;
    }
}
