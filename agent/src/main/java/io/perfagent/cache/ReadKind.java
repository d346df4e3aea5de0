package io.perfagent.cache;

import io.perfagent.cache.policy.CacheLevel;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.policy.Verification;
import io.perfagent.cache.shadow.ShadowFigures;
import io.perfagent.cache.shadow.ShadowSample;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import io.perfagent.cache.tier.Lease;
import io.perfagent.cache.tier.ReadSet;
import io.perfagent.cache.tier.Shelf;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.SpanEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All reads of one source by one SQL text, or by one Redis command and key prefix: whether they may be served, what the
 * operator allows, what is known of them. Safe for all threads. See {@link Caches} for how a read goes.
 */
public final class ReadKind {
    /** One hit in this many is asked again. */
    static final int VERIFY_ONE_IN = 200;

    private static final Hazard[] NOT_ANALYSED = {Hazard.NOT_ANALYSED};
    private static final Hazard[] NONE = {};
    private static final int CALLS = 1 << OperationKinds.DATABASE | 1 << OperationKinds.REDIS;
    private static final String HIT = "perf_agent.cache.hit";
    private static final String LEVEL = "perf_agent.cache.level";
    private static final String AGE = "perf_agent.cache.age";

    final Caches caches;
    final int number;
    private final Source source;
    private final String id;
    private final String summary;
    private final byte @Nullable [] literal;
    private final boolean prefix;
    private final KindCounts counts = new KindCounts();
    private final AtomicInteger generation = new AtomicInteger();
    private final AtomicBoolean analysing = new AtomicBoolean();
    private volatile Hazard[] hazards = NOT_ANALYSED;
    private volatile long capMillis = Long.MAX_VALUE;
    private volatile @Nullable ShadowSample shadow;
    private volatile @Nullable InForce inForce;
    private volatile long usualNanos;
    private volatile boolean versioned;
    private boolean sharesId; // guarded by this

    /**
     * @param literal the Redis key, or prefix of keys, that it stands for; null for SQL
     * @param prefix which of the two
     */
    ReadKind(
            Caches caches,
            int number,
            Source source,
            String id,
            String summary,
            byte @Nullable [] literal,
            boolean prefix) {
        this.caches = caches;
        this.number = number;
        this.source = source;
        this.id = id;
        this.summary = summary;
        this.literal = literal;
        this.prefix = prefix;
    }

    /** Nothing is to be done for any read: caching is switched off. One volatile read. */
    public boolean isIdle() {
        return caches.isIdle();
    }

    /** Counts one read. False if its kind is never served, or not analysed yet: the original runs. */
    public boolean admits() {
        counts.reads.increment();
        return hazards.length == 0;
    }

    /** True for the one caller who is to have its text analysed, off the request's path. */
    public boolean needsAnalysis() {
        return hazards == NOT_ANALYSED && !analysing.get() && analysing.compareAndSet(false, true);
    }

    /**
     * The names of tables and columns, or the key or key prefix, that it reads; for the caps of data classes.
     *
     * @param more whether it may read others, whose names are not known
     */
    public void touches(boolean more, String... names) {
        DataClasses classes = caches.options.dataClasses();
        capMillis = DataClasses.cap(more ? classes.strictest() : classes.of(List.of(names)));
    }

    /** What was found in its text. None: it may be served, if a rule says so. */
    public synchronized void analysed(Hazard... found) {
        analysing.set(true);
        if (sharesId) {
            return; // whatever is found, it is refused
        }
        if (found.length == 0 && shadow == null) {
            shadow = new ShadowSample(caches.shadowBudget);
        }
        hazards = found.length == 0 ? NONE : found.clone();
        if (found.length > 0) {
            takeOut();
        }
    }

    /** Another text has the same id: a rule or an approval of one would be the other's, too, so neither is ever served. */
    synchronized void sharesId() {
        analysed(Hazard.SHARED_ID);
        sharesId = true;
    }

    /** Counts one read that is not served although its kind may be. */
    public void bypass(Bypass cause) {
        counts.bypass(cause);
    }

    /**
     * Whether a key is of interest: a rule is in force for the kind, or the key is in the sample. Two volatile reads.
     *
     * @param keyHash {@link KeyWriter#hash}
     */
    public boolean wants(long keyHash) {
        ShadowSample sample = shadow;
        return inForce != null || (sample != null && sample.has(keyHash));
    }

    /** Whether a rule is in force. Then a bypassing read that gets another answer must say so: {@link #observed}. */
    public boolean isRuled() {
        return inForce != null;
    }

    /** Whether a rule is in force that holds only while others' writes are told of. */
    public boolean needsChannel() {
        InForce in = inForce;
        return in != null && in.rule.needsChannel();
    }

    /**
     * An answer from memory, counted and noted on the current span; null: ask the original.
     *
     * @param mayWait whether the calling thread may wait for another caller's read of the same, for at most what it usually
     *     takes; false on an event loop
     */
    public @Nullable Entry find(CacheKey key, long nowNanos, boolean mayWait) {
        InForce in = inForce;
        if (in == null || !serves(in)) {
            if (in != null) {
                counts.bypass(source.isServing() ? Bypass.OTHER : Bypass.NOT_PROVEN);
            }
            return null;
        }
        Shelf shelf = in.shelf;
        Entry entry = shelf == null ? RequestReads.find(key) : shelf.get(key);
        if (entry != null && isFor(key, entry) && entry.isValid(nowNanos)) {
            if (shelf != null && asksAgain(entry, nowNanos)) {
                return null;
            }
            hit(in, entry, nowNanos);
            return entry;
        }
        Entry joined = mayWait && shelf != null ? join(in, key, nowNanos) : null;
        if (joined == null) {
            counts.misses.increment();
        }
        return joined;
    }

    /** Another caller's answer that is on its way, if it is still of use when it is there. */
    private @Nullable Entry join(InForce in, CacheKey key, long nowNanos) {
        long begunNanos = System.nanoTime();
        Entry joined = caches.flights.join(key, caches.order, generation(), usualNanos, nowNanos);
        if (joined == null || !isFor(key, joined) || !serves(in)) {
            return null;
        }
        long afterNanos = nowNanos + (System.nanoTime() - begunNanos);
        if (!joined.isYoung(afterNanos)) {
            return null;
        }
        counts.joined.increment();
        hit(in, joined, afterNanos);
        return joined;
    }

    /** Whether it has the form that is wanted, and was read since its kind was cleared last. */
    private boolean isFor(CacheKey key, Entry entry) {
        return entry.variant == key.variant() && entry.generation == generation();
    }

    private static boolean asksAgain(Entry entry, long nowNanos) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return random.nextInt(VERIFY_ONE_IN) == 0 || entry.claimRefresh(nowNanos, 1 - random.nextDouble());
    }

    private void hit(InForce in, Entry entry, long nowNanos) {
        counts.hits.increment();
        counts.savedNanos.add(entry.loadNanos());
        double ageSeconds = Math.max(0, entry.ageNanos(nowNanos)) / 1e9;
        SpanEvents.add(CALLS, HIT, nowNanos, LEVEL, in.rule.level().text(), AGE, ageSeconds);
    }

    /**
     * The original is about to be asked; before it is sent.
     *
     * @param reads of its source's {@link io.perfagent.cache.tier.Epochs}
     * @return null: nothing is to be kept or measured
     */
    public @Nullable Fill begin(CacheKey key, ReadSet reads, long nowNanos) {
        InForce in = inForce;
        ShadowSample sample = shadow;
        ShadowSample of = sample != null && sample.has(key.sampleHash()) ? sample : null;
        if (in != null && !serves(in)) {
            in = null;
        }
        if (in == null && of == null) {
            return null;
        }
        Lease lease = source.epochs().lease(reads, nowNanos);
        if (lease == null) {
            counts.bypass(Bypass.WRITE_PENDING);
            return null;
        }
        Entry previous = in == null || in.shelf == null ? null : in.shelf.get(key);
        if (previous != null && (!isFor(key, previous) || !previous.isValid(nowNanos))) {
            previous = null;
        }
        return new Fill(this, key, lease, lease.fingerprint(), in, previous, of);
    }

    /** A read that was not served has got this answer: an entry that says otherwise is dropped, fills in progress are void. */
    public void observed(CacheKey key, long digest) {
        InForce in = inForce;
        if (in != null && in.shelf != null) {
            caches.order.answered(in.shelf, key, Long.MIN_VALUE, digest, null);
        } else if (in != null) {
            RequestReads.observed(key, digest);
        }
    }

    /** A read that was not served has got an answer that nobody has looked at: nothing that was known of its key is kept. */
    public void observed(CacheKey key) {
        InForce in = inForce;
        if (in != null && in.shelf != null) {
            caches.order.answered(in.shelf, key);
        } else if (in != null) {
            RequestReads.observed(key);
        }
    }

    /** Whether answers under a rule may be served and kept. */
    boolean serves(InForce in) {
        return inForce == in && in.suspended == null && source.isServing() && !caches.isIdle();
    }

    int generation() {
        return generation.get();
    }

    void loaded(long nanos) {
        counts.loads.increment();
        counts.loadNanos.add(nanos);
        long usual = usualNanos;
        usualNanos = usual == 0 ? nanos : usual + (nanos - usual) / 16; // racing writers lose a step
    }

    /** A hit was asked again. */
    void checked(InForce in, Entry kept, boolean isStale, long nowNanos) {
        counts.verified.increment();
        if (isStale && in.rule.needsChannel()) {
            in.suspect(kept, nowNanos); // within the promise, if it is told of soon
            return;
        }
        if (isStale) {
            counts.stale.increment();
        }
        synchronized (in.verification) {
            in.verification.check(isStale);
            if (!isStale || in.suspended != null) {
                return;
            }
            if (in.rule.level() == CacheLevel.TRACKED) {
                in.suspended = "an answer differed although nothing was written";
            } else if (in.verification.verdict(caches.options.objective()) == Verification.Verdict.BROKEN) {
                in.suspended = in.verification.stale() + " of " + in.verification.checks()
                        + " checked hits were stale, more than the objective allows";
            }
        }
    }

    /** Puts a rule into effect, in place of another one. */
    public synchronized void putInForce(CacheRule rule) {
        takeOut();
        if (hazards.length == 0 && meetsVersions(rule)) {
            inForce = new InForce(rule, rule.level().isKept() ? caches.openShelf() : null, ttlMillis(rule) * 1_000_000);
        }
    }

    /**
     * The rows it reads carry a version that updates compare: one that is not the newest makes the application's update fail.
     * A rule that lets others' writes go unseen is out of effect at once, unless it says that it may be so.
     */
    public synchronized void versioned() {
        versioned = true;
        InForce in = inForce;
        if (in != null && !meetsVersions(in.rule)) {
            takeOut();
        }
    }

    /** Whether updates compare a version in the rows that it reads. */
    boolean isVersioned() {
        return versioned;
    }

    /** Whether a rule may be in effect although rows may carry versions that updates compare. */
    boolean meetsVersions(CacheRule rule) {
        boolean mayBeOld = rule.level() == CacheLevel.MICRO || rule.level() == CacheLevel.STATIC;
        return !versioned || !mayBeOld || rule.versioned();
    }

    /** Bypassed from now on; what was kept is gone. */
    public synchronized void takeOut() {
        InForce in = inForce;
        inForce = null;
        generation.incrementAndGet();
        if (in != null && in.shelf != null) {
            caches.closeShelf(in.shelf);
        }
    }

    /** Forgets what is kept, and what is on its way. */
    public void clear() {
        InForce in = inForce;
        generation.incrementAndGet();
        if (in != null && in.shelf != null) {
            in.shelf.clear();
        }
    }

    /** What a rule gives here at most: its own time to live, or the cap of the data's class. */
    public long ttlMillis(CacheRule rule) {
        return Math.min(rule.ttlMillis(), capMillis);
    }

    @Nullable
    InForce inForce() {
        return inForce;
    }

    /** Why it is never served; empty if it may be. */
    public Hazard[] hazards() {
        return hazards.clone();
    }

    /** The rule that names it; null if none does. */
    public @Nullable CacheRule rule() {
        byte[] key = literal;
        return key == null ? caches.rules().sql(summary, id) : caches.rules().redis(key, prefix);
    }

    /** The key columns of the table it reads, as its rule gives them; empty if it does not. */
    public List<String> keyColumns() {
        CacheRule rule = rule();
        return rule == null ? List.of() : rule.keyColumns();
    }

    /** What the sample has shown; null while there is none. Not for request threads. */
    public @Nullable ShadowFigures figures() {
        ShadowSample sample = shadow;
        return sample == null ? null : sample.figures(counts.reads() - counts.bypasses());
    }

    public KindCounts counts() {
        return counts;
    }

    public Source source() {
        return source;
    }

    /** {@code #9f3a07c41d}: of its text alone, so the same in every process. */
    public String id() {
        return id;
    }

    /** {@code SELECT item}, {@code GET price:}. */
    public String summary() {
        return summary;
    }

    /** Whether it is of all Redis keys that begin with {@link #literal}. */
    boolean isPrefix() {
        return prefix;
    }

    /** The Redis key, or what its keys begin with; empty for SQL. */
    public String literal() {
        byte[] key = literal;
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    /** {@code sql:SELECT item #9f3a07c41d}: as adaptations and reports name it. */
    public String name() {
        return source.family().word() + ":" + summary + " " + id;
    }
}
