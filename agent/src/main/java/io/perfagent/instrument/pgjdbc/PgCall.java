package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.Fill;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.trace.ThreadState;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOperation;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** One call of the driver that goes to the server; of the thread that made it. */
final class PgCall extends Pg.Outer {
    private static final String OBJECT_NOT_IN_STATE = "55000";
    private static final String CONNECTION_EXCEPTIONS = "08";

    final QueryExecutor executor;
    final PgSession session;

    /** The call it is nested in, which the thread returns to. */
    @Nullable
    Object outer;

    /** What receives the rows of a read that is looked at; null: none is. */
    @Nullable
    Object handler;

    @Nullable
    Fill fill;

    @Nullable
    PgAnswer answer;

    /** Of a read that is not served but whose answer says what is now; null: no need. */
    @Nullable
    CacheKey observed;

    @Nullable
    ReadKind kind;

    /** What the session's isolation is once the call has succeeded; null: as it was. */
    @Nullable
    String isolation;

    boolean asksIsolation;

    /** Answers in text are expected: one in binary is kept for nobody. */
    boolean expectsText;

    /** A warning came with it, or several results, or a part of them: it is kept for nobody. */
    boolean isOdd;

    /** After it, data flows to the server until the copy is ended. */
    boolean copies;

    /** It ends a copy; it may fail and still have ended it. */
    boolean endsCopy;

    /** The copy that it reads from, which it ends if that is not active any more; null: it reads from none. */
    @Nullable
    CopyOperation reads;

    /** The copy that was the newest when it began. */
    private final int copy;

    PgCall(QueryExecutor executor, PgSession session) {
        this.executor = executor;
        this.session = session;
        this.copy = session.copy();
    }

    /** A call begins that may end a copy. */
    static PgCall endingCopy(QueryExecutor executor, PgSession session, @Nullable CopyOperation reads) {
        ThreadState thread = ThreadState.get();
        PgCall call = new PgCall(executor, session);
        call.endsCopy = true;
        call.reads = reads;
        session.begin();
        call.outer = Pg.outer(thread);
        thread.driverCall = call;
        return call;
    }

    /**
     * The call is over: reads are told, and what was written counts from here on. It throws nothing: the thread is out of the
     * call, the session knows that it is over, and no other reader waits for it, whatever fails in here.
     *
     * @param thread the calling one
     */
    void end(ThreadState thread, @Nullable Throwable thrown) {
        thread.driverCall = outer;
        boolean left = false;
        try {
            boolean isIdle = executor.getTransactionState() == TransactionState.IDLE;
            if (thrown == null && isolation != null) {
                // Within a transaction it may be rolled back: then nobody knows.
                session.isolation(isIdle ? isolation : "");
            }
            CopyOperation from = reads;
            if (copies && thrown == null) {
                session.copying(true);
            } else if (from != null && from.isActive()) {
                // There is more to come.
            } else if (thrown == null || endsCopy && !isOfAnotherCopy(thrown)) {
                session.copied(copy); // the driver does nothing else while data is copied
            }
            if (executor.isClosed()) {
                Pg.SHARED.closed(executor);
            }
            session.leave();
            left = true;
            session.settle(isIdle, thrown == null || isDecided(thrown));
            tell(thrown);
        } catch (Throwable t) {
            failed(t, left);
        }
    }

    /** What was to be ended was not the copy that is under way. */
    private static boolean isOfAnotherCopy(Throwable thrown) {
        return thrown instanceof SQLException && OBJECT_NOT_IN_STATE.equals(((SQLException) thrown).getSQLState());
    }

    /**
     * Whether the server itself has said why: it has decided then. An error of the connection's class may be the word of a
     * pooler, whose server goes on.
     */
    private static boolean isDecided(Throwable thrown) {
        ServerErrorMessage told =
                thrown instanceof PSQLException ? ((PSQLException) thrown).getServerErrorMessage() : null;
        String state = told == null ? null : told.getSQLState();
        return state != null && !state.startsWith(CONNECTION_EXCEPTIONS);
    }

    /** What it has written stays pending until the next call on the connection, or the connection's end. */
    private void failed(Throwable thrown, boolean left) {
        try {
            session.source.failed(thrown);
        } finally {
            try {
                session.failed();
                if (!left) {
                    session.leave();
                }
            } finally {
                if (fill != null) {
                    fill.dropped();
                }
            }
        }
    }

    private void tell(@Nullable Throwable thrown) {
        PgAnswer got = answer;
        boolean isKnown = got != null && !isOdd && !got.isTooLarge;
        Fill filling = fill;
        if (filling != null) {
            fill(filling, isKnown ? got : null, thrown);
        } else if (observed != null && kind != null && thrown == null) {
            if (got != null && isKnown) {
                kind.observed(observed, got.digest);
            } else {
                kind.observed(observed);
            }
        }
    }

    private void fill(Fill filling, @Nullable PgAnswer got, @Nullable Throwable thrown) {
        if (thrown != null) {
            filling.failed();
        } else if (got == null || expectsText && got.isBinary) {
            filling.dropped();
        } else {
            filling.done(got.value, got.bytes, got.digest, got.isEmpty, System.nanoTime());
        }
    }
}
