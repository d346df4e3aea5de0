package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.Bypass;
import io.perfagent.cache.LingeringWrites;
import io.perfagent.cache.Source;
import io.perfagent.cache.sql.SqlAnalysis;
import io.perfagent.cache.tier.PendingWrites;
import io.perfagent.cache.tier.WriteSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one physical connection: what its transaction has written, whether its session was changed. Safe for all
 * threads; the driver lets several use one connection.
 */
final class PgSession {
    static final String READ_COMMITTED = "read committed";

    final Source source;
    final PendingWrites pending;

    /** Null for a connection whose opening nobody saw, or one of too many kinds: none of its reads is looked at. */
    final @Nullable PgIdentity identity;

    private final boolean seen;
    private boolean proven; // guarded by this, as all that follows
    private boolean tainted;
    private boolean disturbed;
    private boolean wrote;
    private boolean copying;
    private int copy;
    private boolean isClosed;
    private int active;

    /** What was set for this session; null: what its identity has. Empty: not known. */
    private @Nullable String isolation;

    PgSession(Source source, @Nullable PgIdentity identity, boolean seen) {
        this.source = source;
        this.identity = identity;
        this.seen = seen;
        this.pending = source.connection();
        this.tainted = identity == null;
    }

    /** A call came through a hook: all ways to write are in the classes that are woven with it. */
    void proven() {
        if (seen && !proven) {
            proven = true; // racing threads say so twice
            source.trust();
        }
    }

    /** A call is about to be sent. If this fails, the call has not begun here. */
    void begin(SqlAnalysis analysis, @Nullable WriteSet written) {
        begin(analysis.taints(), analysis.disturbs(), analysis.isolation() != null, written);
    }

    /** The same of several that are sent together: what any of them does counts. */
    synchronized void begin(
            boolean anyTaints, boolean anyDisturbs, boolean anySaysIsolation, @Nullable WriteSet written) {
        tainted |= anyTaints;
        disturbed |= anyDisturbs;
        if (anySaysIsolation) {
            isolation = "";
        }
        if (written != null) {
            wrote = true;
            pending.begin(written);
        }
        active++;
    }

    /** A call of which nothing is known is about to be sent. If this fails, the call has not begun here. */
    synchronized void beginUnknown() {
        wrote = true;
        tainted = true;
        pending.begin(source.epochs().all());
        active++;
    }

    /** A read is about to be answered or sent. */
    synchronized void begin() {
        active++;
    }

    /** What {@link #begin} began is over, and its caller has not heard of it yet. */
    synchronized void end(boolean isIdle) {
        leave();
        settle(isIdle, true);
    }

    /** One call less is under way; {@link #settle} is to follow. */
    synchronized void leave() {
        active = active > 0 ? active - 1 : 0;
    }

    /**
     * Ends what is pending, if nothing is under way any more and no transaction is open.
     *
     * @param isAnswered whether the server has said what became of the call that is over; else what a connection that is
     *     closed has written {@linkplain LingeringWrites lingers}
     */
    synchronized void settle(boolean isIdle, boolean isAnswered) {
        if (active == 0 && !copying && (isClosed ? isAnswered : isIdle)) {
            settle();
        }
    }

    private void settle() {
        pending.settle();
        wrote = false;
        disturbed = false;
    }

    /** Something of ours has failed in a call: of this connection nothing is served any more. */
    synchronized void failed() {
        tainted = true;
    }

    /** Data flows from {@code startCopy} to {@code endCopy}; the server says idle meanwhile. */
    synchronized void copying(boolean on) {
        copying = on;
        copy += on ? 1 : 0;
    }

    synchronized boolean isCopying() {
        return copying;
    }

    /** The number of the newest copy. */
    synchronized int copy() {
        return copy;
    }

    /** That copy is over. */
    synchronized void copied(int number) {
        copying &= copy != number;
    }

    synchronized void isolation(String level) {
        isolation = level;
    }

    /** The level in force was told, by a session that has its identity's: unchanged, in no transaction that had another. */
    synchronized void told(String level) {
        if (isolation == null && !disturbed && !tainted && identity != null) {
            identity.isolation = level;
        }
    }

    /** It has ended. A call that is under way may still be carried out; without one, the server rolls back. */
    synchronized void closed(LingeringWrites lingering, long nowNanos) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (active > 0 || copying) {
            lingering.add(pending, nowNanos);
        } else {
            settle();
        }
    }

    /**
     * Why a read is not answered from memory now; null: nothing speaks against it.
     *
     * @param autocommit whether the driver opens no transaction for it
     * @param isIdle whether the server is in no transaction
     * @param readOnly whether the driver opens, or has opened, its transaction read-only
     */
    synchronized @Nullable Bypass objection(boolean autocommit, boolean isIdle, boolean readOnly) {
        if (tainted) {
            return Bypass.SESSION;
        }
        if (active > 1) {
            return Bypass.CONNECTION_WRITING;
        }
        if (autocommit && isIdle && !wrote) {
            return null;
        }
        if (wrote) {
            return Bypass.TRANSACTION_WROTE;
        }
        if (autocommit || !readOnly || disturbed) {
            return Bypass.TRANSACTION;
        }
        String level = isolation == null && identity != null ? identity.isolation : isolation;
        return READ_COMMITTED.equals(level) ? null : Bypass.ISOLATION;
    }
}
