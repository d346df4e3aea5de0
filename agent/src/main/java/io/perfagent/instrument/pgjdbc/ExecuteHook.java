package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.sql.SqlAnalysis;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;

/**
 * One query is executed: all arguments are first. Answered from memory, or sent with what it writes marked.
 *
 * <p>Whatever fails in here, the call is sent, and counts as a write to anything until it is over. What fails before a call is
 * known here fails in the seam, and {@link io.perfagent.cache.Source#isServing} sees that.
 */
public final class ExecuteHook extends Hook {
    private final PgReads reads;

    public ExecuteHook() {
        this(new PgReads());
    }

    ExecuteHook(PgReads reads) {
        this.reads = reads;
    }

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
        boolean begun = false;
        try {
            Object[] all = (Object[]) first;
            Query query = (Query) all[0];
            ParameterList parameters = (ParameterList) all[1];
            int flags = (Integer) all[5];
            PgTexts texts = Pg.SHARED.texts(session.source);
            PgText text = texts.get(query.getNativeSql());
            SqlAnalysis analysis = text.analysis;
            if (PgReads.isDescription(flags)) {
                session.begin();
            } else {
                session.begin(analysis, texts.writes(analysis, PgReads.values(parameters), PgReads.types(parameters)));
            }
            begun = true;
            call.isolation = analysis.isolation();
            call.asksIsolation = analysis.asksIsolation();
            if (call.asksIsolation) {
                call.handler = all[2];
            }
            if (analysis.isRead() && !analysis.isWrite() && !PgReads.isDescription(flags)) {
                Answer answer = reads.read(
                        call, texts, text, query, parameters, (ResultHandler) all[2], (Integer) all[3], flags);
                if (answer != null) {
                    return answer;
                }
            }
        } catch (Throwable t) {
            if (!begun) {
                session.beginUnknown();
            }
            call.handler = null;
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
