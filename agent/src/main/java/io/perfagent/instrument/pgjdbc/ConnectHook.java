package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.QueryExecutor;

/** A connection is opened: first are its properties, the result sends its queries. */
public final class ConnectHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        ThreadState thread = ThreadState.get();
        Pg.Opening opening = new Pg.Opening(first, Pg.outer(thread));
        thread.driverCall = opening;
        return opening;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Pg.Opening opening = (Pg.Opening) state;
        ThreadState.get().driverCall = opening.outer;
        if (result instanceof QueryExecutor && opening.properties instanceof Properties) {
            Pg.SHARED.opened((QueryExecutor) result, (Properties) opening.properties);
        }
    }
}
