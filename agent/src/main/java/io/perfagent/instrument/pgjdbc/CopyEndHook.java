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
        session.begin();
        PgCall call = new PgCall(executor, session);
        call.outer = Pg.enter(ThreadState.get(), call);
        return call;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        PgCall call = (PgCall) state;
        call.session.copying(false);
        call.end(thrown);
    }
}
