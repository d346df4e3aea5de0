package io.perfagent.cache;

import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.shadow.ShadowBudget;
import io.perfagent.cache.tier.Hash64;
import io.perfagent.cache.tier.MemoryTier;
import io.perfagent.cache.tier.Shelf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All reads that may be answered from memory, by source. There is none while caching is off; an adapter asks with
 * {@link #get} at each call, which is one volatile read.
 *
 * <p>An adapter's read: {@link Source} of the connection, {@link ReadKind} of the text (both kept where the call finds them at
 * once), and then
 *
 * <pre>{@code
 * if (kind.isIdle() || !kind.admits()) return null;              // the original runs
 * if (<something about this call>) { kind.bypass(Bypass.X); ... return null; }
 * KeyWriter writer = caches.keys().begin(kind)...;               // every part that the answer depends on
 * long hash = writer.hash();
 * if (!kind.wants(hash)) return null;                            // no rule, and no key of the sample
 * CacheKey key = writer.key(hash);
 * long now = System.nanoTime();
 * Entry entry = kind.find(key, now, mayWait);                    // a hit, perhaps of another caller's flight
 * if (entry != null) return Answer.returning(<replayed from entry.value>);
 * Fill fill = kind.begin(key, readSet, now);                     // null: do not fill
 * ... the original runs ...                                      // then fill.done(...), dropped() or failed()
 * }</pre>
 *
 * <p>An adapter's write: {@link Source#connection} gives each physical connection its
 * {@link io.perfagent.cache.tier.PendingWrites}: {@code begin(writeSet)} before it is sent, {@code settle()} when its reply
 * (autocommit) or the commit, rollback or end of the connection has returned, before the application hears of it. What is
 * written in several calls at once (Redis) uses {@link io.perfagent.cache.tier.Epochs#begin} instead.
 *
 * <p>Verification, joining another caller's read, levels, time to live and the sample are decided in here. Safe for all
 * threads; nothing here waits but {@code find} with {@code mayWait}, for at most what the read usually takes.
 */
public final class Caches {
    /** Most sources; reads of others are not looked at. */
    public static final int MAX_SOURCES = 64;

    /** Most kinds of reads over all sources; the rest is refused together. */
    public static final int MAX_KINDS = 5000;

    /** Of those, kinds that no rule named when they were met: the others are left to those that a rule names. */
    static final int MAX_UNRULED = 3500;

    /** Of those, kinds of Redis reads: what keys begin with may be anything. */
    static final int MAX_UNRULED_REDIS = 1000;

    /** Another one in each process, so that nobody can choose keys that collide. */
    static final long SEED = System.nanoTime() * 0x9e3779b97f4a7c15L;

    private static volatile @Nullable Caches instance;

    final CacheOptions options;
    final Flights flights = new Flights();
    final Order order = new Order();
    final ShadowBudget shadowBudget;
    private final ConcurrentHashMap<String, Source> sources = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Family, String> unseenClients = new ConcurrentHashMap<>();
    private final List<ReadKind> kinds = new ArrayList<>(); // guarded by itself
    private final Map<String, Long> ids = new HashMap<>(); // of SQL texts: the first text's hash; guarded by kinds
    private final Set<String> sharedIds = new HashSet<>(); // guarded by kinds
    private int unruled; // guarded by kinds
    private int unruledRedis; // guarded by kinds
    private volatile boolean full;
    private volatile boolean fullOfUnruled;
    private volatile boolean fullOfUnruledRedis;
    private final ThreadLocal<KeyWriter> keys = new Keys();
    private volatile CacheRules rules = CacheRules.NONE;
    private volatile boolean idle;
    private @Nullable MemoryTier tier; // guarded by this
    private long tierBytes = Long.MAX_VALUE; // guarded by this

    /** What is left of the memory tier while memory is short. */
    private static final int SHORT_SHARE = 4;

    private static final class Keys extends ThreadLocal<KeyWriter> {
        @Override
        protected KeyWriter initialValue() {
            return new KeyWriter();
        }
    }

    public Caches(CacheOptions options) {
        this.options = options;
        this.shadowBudget = new ShadowBudget(options.shadowBytes());
    }

    /** Null while caching is off: nothing is to be done, at reads and at writes. */
    public static @Nullable Caches get() {
        return instance;
    }

    /** Before the first hook runs, so that no write is missed. */
    public static void install(@Nullable Caches caches) {
        instance = caches;
    }

    /**
     * The source of a connection: the same for the same identity. To be kept beside the connection.
     *
     * @param identity all that decides what is read: URL without password, user, database; not shown anywhere
     * @param name what reports call it, such as {@code postgresql://db:5432/shop}; no secret
     * @return null when there are too many
     */
    public @Nullable Source source(Family family, String identity, String name) {
        Source known = sources.get(identity);
        if (known != null) {
            return known;
        }
        synchronized (sources) {
            Source meanwhile = sources.get(identity);
            if (meanwhile != null || sources.size() == MAX_SOURCES) {
                return meanwhile;
            }
            Source made = new Source(this, family, name);
            String client = unseenClients.get(family);
            if (client != null) {
                made.distrust(unseen(client));
            }
            sources.put(identity, made);
            return made;
        }
    }

    /** A client that no hook sees is in use: of its family nothing is served from now on, whatever it is connected to. */
    public void unseenClient(Family family, String client) {
        if (unseenClients.containsKey(family)) {
            return;
        }
        synchronized (sources) {
            for (Source source : sources.values()) {
                if (source.family() == family) {
                    source.distrust(unseen(client));
                }
            }
            unseenClients.putIfAbsent(family, client);
        }
    }

    private static String unseen(String client) {
        return "the application also uses " + client + ", whose writes are not seen";
    }

    /** The calling thread's. */
    public KeyWriter keys() {
        return keys.get();
    }

    /** What data is, by its names. */
    public DataClasses dataClasses() {
        return options.dataClasses();
    }

    /** The rules in use. */
    public CacheRules rules() {
        return rules;
    }

    /**
     * Other rules; those who act on them look at each kind again. What is kept depends on the keys that the rules before gave, so
     * it goes.
     */
    public synchronized void rules(CacheRules changed) {
        rules = changed;
        for (Source source : sources.values()) {
            source.tables().forgetKeys();
            source.epochs().flush();
        }
    }

    /** Whether nothing is to be done for any read: switched off until a restart. */
    public boolean isIdle() {
        return idle;
    }

    /** Bypasses everything from now on and forgets what is kept; there is no way back. */
    public void switchOff() {
        idle = true;
        for (ReadKind kind : kinds()) {
            kind.takeOut();
        }
    }

    /** Whether no new kind is made any more. One volatile read: to be asked before anything is made for one. */
    boolean isFull(Family family, boolean isRuled) {
        return isRuled ? full : family == Family.REDIS ? fullOfUnruledRedis : fullOfUnruled;
    }

    /**
     * A kind that is new.
     *
     * @param isRuled whether a rule names it; of SQL texts it is found here
     * @return null when there are too many
     */
    @Nullable
    ReadKind newKind(
            Source source, String text, String summary, byte @Nullable [] literal, boolean prefix, boolean isRuled) {
        long hash = Hash64.of(text, 0);
        String id = id(hash);
        boolean named = literal == null ? rules.sql(summary, id) != null : isRuled;
        ReadKind made;
        List<ReadKind> alike = List.of();
        synchronized (kinds) {
            if (isFull(source.family(), named)) {
                return null;
            }
            if (!named) {
                fullOfUnruled = ++unruled >= MAX_UNRULED;
                unruledRedis += source.family() == Family.REDIS ? 1 : 0;
                fullOfUnruledRedis = fullOfUnruled || unruledRedis >= MAX_UNRULED_REDIS;
            }
            full = kinds.size() + 1 >= MAX_KINDS;
            fullOfUnruled |= full;
            fullOfUnruledRedis |= full;
            made = new ReadKind(this, kinds.size() + 1, source, id, summary, literal, prefix);
            kinds.add(made);
            // Rules name Redis keys by themselves.
            if (literal == null && isShared(id, hash)) {
                alike = withId(id);
            }
        }
        for (ReadKind one : alike) {
            one.sharesId();
        }
        return made;
    }

    /** Of the text alone, never of what else was met before: a rule must mean the same text in the next process. */
    private static String id(long hash) {
        String all = Long.toHexString(hash);
        return "#" + "0000000000000000".substring(all.length()).concat(all).substring(0, CacheRules.ID_DIGITS);
    }

    private boolean isShared(String id, long hash) {
        Long owner = ids.putIfAbsent(id, hash);
        if (owner != null && owner != hash) {
            sharedIds.add(id);
        }
        return sharedIds.contains(id);
    }

    private List<ReadKind> withId(String id) {
        List<ReadKind> found = new ArrayList<>();
        for (ReadKind kind : kinds) {
            if (kind.id().equals(id) && kind.source().family() == Family.SQL) {
                found.add(kind);
            }
        }
        return found;
    }

    /** All kinds there are, as an own list. */
    public List<ReadKind> kinds() {
        synchronized (kinds) {
            return new ArrayList<>(kinds);
        }
    }

    /** All sources there are, as an own list. */
    public List<Source> sources() {
        return new ArrayList<>(sources.values());
    }

    synchronized Shelf openShelf() {
        MemoryTier known = tier;
        if (known == null) {
            known = new MemoryTier(options.maxBytes());
            known.resize(tierBytes);
            tier = known;
        }
        return known.open();
    }

    /** The heap is nearly full, or is not any more: answers are kept in a quarter of the memory then. */
    public void memoryIsShort(boolean isShort) {
        resizeTier(isShort ? options.maxBytes() / SHORT_SHARE : Long.MAX_VALUE);
    }

    /**
     * Holds no more than this in memory from now on, whatever the setting allows; while the process is short of memory. Back
     * to the setting with {@link Long#MAX_VALUE}. Not for request threads.
     */
    public synchronized void resizeTier(long bytes) {
        tierBytes = bytes;
        if (tier != null) {
            tier.resize(bytes);
        }
    }

    synchronized void closeShelf(Shelf shelf) {
        if (tier != null) {
            tier.close(shelf);
        }
    }

    /** The memory tier; null as long as no rule has taken effect. */
    public synchronized @Nullable MemoryTier tier() {
        return tier;
    }
}
