package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A warning came with an answer: it is part of it, and cannot be kept. */
public final class WarningHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Object current = ThreadState.get().driverCall;
        if (current instanceof PgCall && ((PgCall) current).handler == self) {
            ((PgCall) current).isOdd = true;
        }
        return result;
    }
}
