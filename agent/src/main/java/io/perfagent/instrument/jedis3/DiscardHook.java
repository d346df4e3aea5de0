package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A transaction is given up: what it gathered was never executed, so there was no call. */
public final class DiscardHook extends Hook {
    private final Jedis3 jedis = new Jedis3();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        if (self == null || !jedis.present || ThreadState.get().isSuppressed(OperationKinds.REDIS)) {
            return null;
        }
        jedis.side.take(self, Gathered.class);
        ThreadState.get().suppress(OperationKinds.REDIS, true);
        return self;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ThreadState.get().suppress(OperationKinds.REDIS, false);
    }
}
