package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.sql.SqlAnalysis;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/** {@code CopyManager} begins to copy: first is its text. What it writes is pending until the copy has ended. */
public final class CopyHook extends Hook {
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
        boolean begun = false;
        try {
            PgTexts texts = Pg.SHARED.texts(session.source);
            SqlAnalysis analysis = texts.get(String.valueOf(first)).analysis;
            session.begin(analysis, texts.writes(analysis, PgReads.NO_VALUES, PgReads.NO_TYPES));
            begun = true;
            call.copies = analysis.isWrite();
        } catch (Throwable t) {
            if (!begun) {
                call.copies = true;
                session.beginUnknown();
            }
            session.source.failed(t);
        }
        call.outer = outer;
        thread.driverCall = call;
        return call;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((PgCall) state).end(ThreadState.get(), thrown);
    }
}
