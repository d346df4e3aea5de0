package io.perfagent.cache.redis;

import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.LingeringWrites;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.Hash64;
import io.perfagent.cache.tier.Lease;
import io.perfagent.cache.tier.PendingWrite;
import io.perfagent.cache.tier.PendingWrites;
import io.perfagent.cache.tier.ReadSet;
import io.perfagent.cache.tier.WriteSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * All Redis servers that this process talks to. Safe for all threads.
 *
 * <p>They share one {@link Source}, because one server may have several addresses: a write of a key voids that key at every
 * address, and in every database. What is kept is told apart by address, database and user.
 */
public final class RedisSource {
    /** Addresses beyond these are not served. */
    static final int MAX_SERVERS = 256;

    /** How long a write stays pending whose connection ended before its reply: the server may carry it out much later. */
    static final long LINGER_NANOS = LingeringWrites.NANOS;

    /** How long keys that are used as locks, counters or sessions are left alone after such a use. */
    static final long SHARED_NANOS = 600_000_000_000L;

    private static final int SHARED_SLOTS = 1 << 12;

    /** A command with more keys counts as a write of everything: a connection marks no more one by one either. */
    private static final int MAX_KEYS = 256;

    private static volatile @Nullable RedisSource instance;

    private final Caches caches;
    private final Source source;
    private final Epochs epochs;
    private final int table;
    private final Map<String, RedisServer> servers = new HashMap<>(); // guarded by itself
    private final LingeringWrites lingering;
    private final RedisChannels channels = new RedisChannels(this);
    private volatile boolean anyWritten;
    private volatile boolean proven;

    /** By hash of prefix: when it was last used so, as a nanosecond time; 0 for never. */
    private final AtomicLongArray shared = new AtomicLongArray(SHARED_SLOTS);

    RedisSource(Caches caches, Source source) {
        this.caches = caches;
        this.source = source;
        this.epochs = source.epochs();
        this.table = epochs.table("redis");
        this.lingering = new LingeringWrites(source);
    }

    /** Null while caching is off. */
    public static @Nullable RedisSource get() {
        Caches caches = Caches.get();
        if (caches == null) {
            return null;
        }
        RedisSource known = instance;
        return known != null && known.caches == caches ? known : make(caches);
    }

    private static synchronized @Nullable RedisSource make(Caches caches) {
        RedisSource known = instance;
        if (known != null && known.caches == caches) {
            return known;
        }
        Source source = caches.source(Family.REDIS, "redis", "redis");
        RedisSource made = source == null ? null : new RedisSource(caches, source);
        instance = made;
        return made;
    }

    public Caches caches() {
        return caches;
    }

    public Source source() {
        return source;
    }

    /**
     * The server at an address; the same for the same.
     *
     * @param address of the peer, so that two names of one host are one
     * @return null when there are too many
     */
    public @Nullable RedisServer server(String address) {
        synchronized (servers) {
            RedisServer known = servers.get(address);
            if (known == null && servers.size() < MAX_SERVERS) {
                known = new RedisServer(servers.size(), address);
                servers.put(address, known);
            }
            return known;
        }
    }

    /** All servers so far, as an own list. */
    List<RedisServer> servers() {
        synchronized (servers) {
            return new ArrayList<>(servers.values());
        }
    }

    /** Whether any rule names anything; without one no read need be looked at before it is sent. */
    public boolean hasRules() {
        return !caches.rules().isEmpty();
    }

    /** What tells of others' writes. */
    public RedisChannels channels() {
        return channels;
    }

    /**
     * Whether answers of a server may be kept. One that is only read, while this process writes to another, may be its
     * replica: it would give old values after a write.
     */
    public boolean isServable(@Nullable RedisServer server) {
        return server != null && (server.written || !anyWritten);
    }

    void wrote(@Nullable RedisServer server) {
        if (server != null && !server.written) {
            server.written = true;
        }
        if (!anyWritten) {
            anyWritten = true;
        }
    }

    /** The kind of reads of a key by a command. */
    ReadKind kind(RedisCommand command, byte[] key) {
        ReadKind kind = source.redisKind(command.name, key);
        if (kind.needsAnalysis()) {
            kind.touches(false, kind.literal());
            kind.analysed(); // all that can be said is in the table of commands
        }
        return kind;
    }

    /** How long an answer to a read may be kept by what its keys and fields are, whatever rules say. */
    long capNanos(byte[][] arguments) {
        DataClasses classes = caches.dataClasses();
        long millis = Long.MAX_VALUE;
        for (int i = 0; i < arguments.length && !classes.isEmpty(); i++) {
            millis = Math.min(millis, DataClasses.cap(classes.ofKey(new String(arguments[i], StandardCharsets.UTF_8))));
        }
        return millis == Long.MAX_VALUE ? millis : millis * 1_000_000;
    }

    /** Somebody has changed a key: what is kept of it is void, and so are reads of it that are on their way. */
    void changed(byte[] key) {
        epochs.begin(epochs.keyedWrites(table, keyHash(key))).end();
    }

    /** The versions of a key now; null while a write of it is pending. */
    @Nullable
    Lease lease(byte[] key, long nowNanos) {
        return epochs.lease(epochs.keyedReads(table, keyHash(key)), nowNanos);
    }

    PendingWrites connection() {
        return source.connection();
    }

    /** What a command may change, or what one reads may have been changed by others: by its keys. */
    public WriteSet writes(RedisCommand command, byte[][] arguments) {
        WriteSet all = null;
        int keys = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i)) {
                if (++keys > MAX_KEYS) {
                    return epochs.all();
                }
                WriteSet one = epochs.keyedWrites(table, keyHash(arguments[i]));
                all = all == null ? one : all.and(one);
            }
        }
        // Of a command that names no keys nobody knows.
        return all == null ? epochs.all() : all;
    }

    /** What a read depends on. */
    public ReadSet reads(RedisCommand command, byte[][] arguments) {
        ReadSet all = null;
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i)) {
                ReadSet one = epochs.keyedReads(table, keyHash(arguments[i]));
                all = all == null ? one : all.and(one);
            }
        }
        return all == null ? epochs.reads(table) : all;
    }

    private static long keyHash(byte[] key) {
        return Hash64.of(key, 0);
    }

    /**
     * Marks what one command may change, for a client whose commands are not answered in step; before its bytes leave.
     *
     * @param server where it goes, or null
     * @return null if it changes nothing; else to be ended when its reply is there
     */
    public @Nullable PendingWrite begin(
            RedisCommand command, byte[][] arguments, @Nullable RedisServer server, long nowNanos) {
        noteUse(command, arguments, nowNanos);
        if (command.writes()) {
            wrote(server);
            return epochs.begin(writes(command, arguments));
        }
        if (command.action == RedisAction.EXEC || RedisSession.changesCluster(command, arguments)) {
            wrote(server);
            return epochs.begin(epochs.all());
        }
        // Of an answer that may be newer than what is kept, what is kept must go.
        return command.action == RedisAction.KEPT_READ && source.isServing()
                ? epochs.begin(writes(command, arguments))
                : null;
    }

    /** Notes whether keys are used as locks, counters or sessions. */
    void noteUse(RedisCommand command, byte[][] arguments, long nowNanos) {
        // SET key value NX PX 1000: a lock, or something that goes away by itself.
        boolean conditional = arguments.length > 2 && command.name.equals("SET");
        if (!command.shared && !conditional) {
            return;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i)) {
                shared.set(slot(arguments[i]), nowNanos | 1);
            }
        }
    }

    /** Whether a key of a read is, or was in the last ten minutes, used so: by its prefix. */
    public boolean isShared(RedisCommand command, byte[][] arguments, long nowNanos) {
        for (int i = 0; i < arguments.length; i++) {
            if (command.keys.has(i)) {
                long seen = shared.get(slot(arguments[i]));
                if (seen != 0 && nowNanos - seen < SHARED_NANOS) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int slot(byte[] key) {
        return (int) (Hash64.of(key, 0, prefixLength(key), 0) >>> 1) & SHARED_SLOTS - 1;
    }

    /** How much of a key names its kind: up to the last colon, else up to the first digit, else all. */
    static int prefixLength(byte[] key) {
        for (int i = key.length - 1; i >= 0; i--) {
            if (key[i] == ':') {
                return i + 1;
            }
        }
        for (int i = 0; i < key.length; i++) {
            if (key[i] >= '0' && key[i] <= '9') {
                return i;
            }
        }
        return key.length;
    }

    /** A connection ended before the replies to these writes: they stay pending for a while. */
    void linger(PendingWrites writes, long nowNanos) {
        lingering.add(writes, nowNanos);
    }

    /** The same for one write whose reply nobody waits for any more. */
    public void linger(PendingWrite write, long nowNanos) {
        lingering.add(write, nowNanos);
    }

    /** Ends the waiting of those that have waited long enough; to be called now and then. One volatile read if none do. */
    public void settleLingering(long nowNanos) {
        lingering.settle(nowNanos);
    }

    /** Commands and replies of one connection at least have been seen to pass all hooks. */
    public void proven() {
        if (!proven) {
            proven = true;
            source.trust();
        }
    }
}
