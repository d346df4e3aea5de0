package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOperation;
import org.postgresql.core.QueryExecutor;

/** Data is read from a copy, which is first: the last of it ends a copy out, and nothing else does. */
public final class CopyReadHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (!(self instanceof QueryExecutor) || !(first instanceof CopyOperation)) {
            return null;
        }
        QueryExecutor executor = (QueryExecutor) self;
        PgSession session = Pg.SHARED.session(executor);
        if (session == null || !session.isCopying()) {
            return null; // of a copy that writes nothing, as most are
        }
        return PgCall.endingCopy(executor, session, (CopyOperation) first);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((PgCall) state).end(ThreadState.get(), thrown);
    }
}
