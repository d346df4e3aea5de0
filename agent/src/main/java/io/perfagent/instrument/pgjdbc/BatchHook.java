package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.sql.SqlAnalysis;
import io.perfagent.cache.tier.WriteSet;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;

/** Several queries are executed at once: all arguments are first. Never answered from memory. */
public final class BatchHook extends Hook {
    private static final int FLAGS = 5;

    /** More than these together write everything: a connection marks no more one by one either. */
    private static final int MAX_WRITES = 128;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        ThreadState thread = ThreadState.get();
        Object outer = Pg.outer(thread);
        if (outer instanceof Pg.Opening || !(self instanceof QueryExecutor) || !(first instanceof Object[])) {
            return null;
        }
        QueryExecutor executor = (QueryExecutor) self;
        if (Pg.isOf(outer, executor)) {
            return null;
        }
        PgSession session = Pg.SHARED.session(executor);
        if (session == null) {
            return null;
        }
        PgCall call = new PgCall(executor, session);
        try {
            begin(session, (Object[]) first);
        } catch (Throwable t) {
            session.beginUnknown();
            session.source.failed(t);
        }
        call.outer = outer;
        thread.driverCall = call;
        return call;
    }

    /** Marks what all of them write together; begins the session's call last, so that it is begun once. */
    private static void begin(PgSession session, Object[] all) {
        Query[] queries = (Query[]) all[0];
        ParameterList[] lists = (ParameterList[]) all[1];
        if (PgReads.isDescription((Integer) all[FLAGS])) {
            session.begin();
            return;
        }
        PgTexts texts = Pg.SHARED.texts(session.source);
        WriteSet everything = session.source.epochs().all();
        WriteSet written = null;
        int writes = 0;
        boolean taints = false;
        boolean disturbs = false;
        boolean saysIsolation = false;
        for (int i = 0; i < queries.length; i++) {
            SqlAnalysis analysis = texts.get(queries[i].getNativeSql()).analysis;
            ParameterList parameters = lists[i];
            WriteSet one = texts.writes(analysis, PgReads.values(parameters), PgReads.types(parameters));
            if (one != null && written != everything) {
                written = ++writes > MAX_WRITES ? everything : written == null ? one : written.and(one);
            }
            taints |= analysis.taints();
            disturbs |= analysis.disturbs();
            saysIsolation |= analysis.isolation() != null;
        }
        session.begin(taints, disturbs, saysIsolation, written);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ((PgCall) state).end(ThreadState.get(), thrown);
    }
}
