package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.Fill;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.tier.CacheKey;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;

/** One call of the driver that goes to the server; of the thread that made it. */
final class PgCall {
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

    /** A warning came with it, or several results: it is kept for nobody. */
    boolean isOdd;

    PgCall(QueryExecutor executor, PgSession session) {
        this.executor = executor;
        this.session = session;
    }

    /** The call is over: reads are told, and what was written counts from here on. */
    void end(@Nullable Throwable thrown) {
        Pg.leave(outer);
        if (thrown == null && isolation != null) {
            session.isolation(isolation);
        }
        session.end(executor.getTransactionState() == TransactionState.IDLE);
        if (executor.isClosed()) {
            Pg.SHARED.closed(executor);
        }
        PgAnswer got = answer;
        Fill filling = fill;
        if (filling != null) {
            fill(filling, got, thrown);
        } else if (got != null && observed != null && kind != null && thrown == null && !isOdd && !got.isTooLarge) {
            kind.observed(observed, got.digest);
        }
    }

    private void fill(Fill filling, @Nullable PgAnswer got, @Nullable Throwable thrown) {
        if (thrown != null) {
            filling.failed();
        } else if (got == null || isOdd || got.isTooLarge || expectsText && got.isBinary) {
            filling.dropped();
        } else {
            filling.done(got.value, got.bytes, got.digest, got.isEmpty, System.nanoTime());
        }
    }
}
