package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.LingeringWrites;
import io.perfagent.cache.Source;
import io.perfagent.trace.ThreadState;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;

/**
 * What the hooks of one pgjdbc share: its connections, the texts they send, the tables they read. Safe for all threads;
 * nothing here sends anything.
 *
 * <p>All connections of the process are one {@link Source}: two URLs, users or pools may lead to the same table, and a write
 * through one must be seen by reads through the other. Who reads is part of the key instead ({@link PgIdentity}).
 */
final class Pg {
    static final Pg SHARED = new Pg();

    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_IDENTITIES = 1_000;

    /** By {@link Ref}; looked up by {@link Probe}. */
    private final ConcurrentHashMap<Object, PgSession> sessions = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<String, PgIdentity> identities = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private volatile @Nullable Source source;
    private volatile @Nullable PgTexts texts;
    private volatile @Nullable LingeringWrites lingering;

    private Pg() {}

    /** A call that a thread is in: what it does meanwhile is part of it. */
    abstract static class Outer {
        private final int failedCalls = Seam.failedCalls();

        /** Whether it is sure to be still under way: if a hook has failed since, its end may have been missed. */
        final boolean isSure() {
            return failedCalls == Seam.failedCalls();
        }
    }

    /** Marks a thread that opens a connection: what it sends meanwhile is the driver's own. */
    static final class Opening extends Outer {
        final @Nullable Object properties;
        final @Nullable Object outer;

        Opening(@Nullable Object properties, @Nullable Object outer) {
            this.properties = properties;
            this.outer = outer;
        }
    }

    /** The call that a thread is in; null: none, or one whose end may have been missed. */
    static @Nullable Object outer(ThreadState thread) {
        Object outer = thread.driverCall;
        return outer instanceof Outer && !((Outer) outer).isSure() ? null : outer;
    }

    /** Whether a call is one of this executor: an older signature, a savepoint of the driver's own. */
    static boolean isOf(@Nullable Object outer, QueryExecutor executor) {
        return outer instanceof PgCall && ((PgCall) outer).executor == executor;
    }

    /** An executor, by identity. */
    private static final class Ref extends WeakReference<Object> {
        private final int hash;

        Ref(Object executor, ReferenceQueue<Object> queue) {
            super(executor, queue);
            hash = System.identityHashCode(executor);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return other instanceof Ref && mine != null && ((Ref) other).refersTo(mine);
        }
    }

    /** Looks an executor up: a weak reference made for that would be one more for the collector to follow, at each call. */
    private static final class Probe {
        private final Object executor;

        Probe(Object executor) {
            this.executor = executor;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(executor);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ref && ((Ref) other).refersTo(executor);
        }
    }

    /** Forgets all; for tests. */
    void reset() {
        sessions.clear();
        identities.clear();
        source = null;
        texts = null;
        lingering = null;
    }

    /** The source of all connections; null while caching is off. */
    private @Nullable Source source(QueryExecutor executor) {
        Source known = source;
        if (known == null) {
            Caches caches = Caches.get();
            String name = "postgresql://" + executor.getHostSpec() + "/" + executor.getDatabase();
            known = caches == null ? null : caches.source(Family.SQL, "postgresql", name);
            source = known;
        }
        return known;
    }

    private LingeringWrites lingering(Source of) {
        LingeringWrites known = lingering;
        if (known == null) {
            synchronized (this) {
                known = lingering;
                if (known == null) {
                    known = new LingeringWrites(of);
                    lingering = known;
                }
            }
        }
        return known;
    }

    /** A connection was opened before our eyes. */
    void opened(QueryExecutor executor, Properties properties) {
        Source of = source(executor);
        if (of != null) {
            add(executor, new PgSession(of, identity(of, executor, properties), true));
        }
    }

    /**
     * What is known of a connection; null while caching is off, and for one that is closed.
     *
     * <p>One that was opened before the hooks were there may have written, and may have changed its session.
     */
    @Nullable
    PgSession session(QueryExecutor executor) {
        settleCollected();
        LingeringWrites waiting = lingering;
        if (waiting != null && !waiting.isEmpty()) {
            waiting.settle(System.nanoTime());
        }
        PgSession known = sessions.get(new Probe(executor));
        if (known != null) {
            known.proven();
            return known;
        }
        Source of = executor.isClosed() ? null : source(executor);
        return of == null ? null : unseen(executor, of);
    }

    private synchronized PgSession unseen(QueryExecutor executor, Source of) {
        PgSession meanwhile = sessions.get(new Probe(executor));
        if (meanwhile != null) {
            return meanwhile;
        }
        of.unseen(System.nanoTime());
        PgSession made = new PgSession(of, null, false);
        if (executor.getTransactionState() != TransactionState.IDLE) {
            made.pending.begin(of.epochs().all()); // what it has written so far
        }
        add(executor, made);
        return made;
    }

    private void add(QueryExecutor executor, PgSession session) {
        if (sessions.size() >= MAX_CONNECTIONS) {
            session.source.distrust("there are more than " + MAX_CONNECTIONS + " connections");
            return;
        }
        sessions.put(new Ref(executor, collected), session);
    }

    /** The connection has ended. */
    void closed(Object executor) {
        PgSession session = sessions.remove(new Probe(executor));
        if (session != null) {
            session.closed(lingering(session.source), System.nanoTime());
        }
    }

    /** Connections that were dropped without being closed. */
    private void settleCollected() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            PgSession session = sessions.remove(gone);
            if (session != null) {
                session.closed(lingering(session.source), System.nanoTime());
            }
        }
    }

    PgTexts texts(Source of) {
        PgTexts known = texts;
        if (known == null) {
            synchronized (this) {
                known = texts;
                if (known == null) {
                    known = new PgTexts(of);
                    texts = known;
                }
            }
        }
        return known;
    }

    private @Nullable PgIdentity identity(Source of, QueryExecutor executor, Properties properties) {
        TreeMap<String, String> all = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!name.toLowerCase(Locale.ROOT).contains("password")) {
                all.put(name, String.valueOf(properties.getProperty(name)));
            }
        }
        TreeMap<String, String> statuses = new TreeMap<>(executor.getParameterStatuses());
        statuses.remove("application_name");
        String standby = statuses.get("in_hot_standby");
        if ("on".equals(standby) || standby == null && mayBeStandby(properties)) {
            return null; // it lags: what it says after a write may be older than the write
        }
        String text = executor.getHostSpec() + "|" + executor.getUser() + "|" + executor.getDatabase() + "|" + all + "|"
                + statuses;
        PgIdentity known = identities.get(text);
        if (known != null) {
            return known;
        }
        synchronized (identities) {
            if (identities.size() < MAX_IDENTITIES) {
                identities.putIfAbsent(text, new PgIdentity(of.newIdentity()));
            }
            return identities.get(text); // null for one too many: its reads are not looked at
        }
    }

    /** Servers before 14 do not say what they are: whoever asks for a secondary, or takes any of several, may have one. */
    private static boolean mayBeStandby(Properties properties) {
        String wanted = properties.getProperty("targetServerType", "any").toLowerCase(Locale.ROOT);
        boolean primary = wanted.equals("primary") || wanted.equals("master");
        return !primary
                && (!wanted.equals("any")
                        || properties.getProperty("PGHOST", "").indexOf(',') >= 0);
    }
}
