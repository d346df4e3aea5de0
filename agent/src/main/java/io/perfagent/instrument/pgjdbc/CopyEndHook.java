package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/** A copy is ended or cancelled; it may fail and still have ended. */
public final class CopyEndHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (!(self instanceof QueryExecutor)) {
            return null;
        }
        QueryExecutor executor = (QueryExecutor) self;
        PgSession session = Pg.SHARED.session(executor);
        if (session == null) {
            return null;
        }
        return PgCall.endingCopy(executor, session, null);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((PgCall) state).end(ThreadState.get(), thrown);
    }
}
