package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** What a transaction sends to begin is part of the one call that its execution is. */
public final class PartHook extends Hook {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        ThreadState.get().suppress(OperationKinds.REDIS, true);
        return self;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ThreadState.get().suppress(OperationKinds.REDIS, false);
    }
}
