package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/** A function of the server is called by its number, for large objects above all: it may write anything. */
public final class FastpathHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        ThreadState thread = ThreadState.get();
        Object outer = Pg.outer(thread);
        if (outer instanceof Pg.Opening || !(self instanceof QueryExecutor)) {
            return null;
        }
        QueryExecutor executor = (QueryExecutor) self;
        PgSession session = Pg.SHARED.session(executor);
        if (session == null) {
            return null;
        }
        PgCall call = new PgCall(executor, session);
        session.beginUnknown();
        call.outer = outer;
        thread.driverCall = call;
        return call;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((PgCall) state).end(ThreadState.get(), thrown);
    }
}
