package io.perfagent.instrument.jetty12;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;

/** A thread without a context takes up an async request: it leaves without one, too. */
public final class ChannelHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return AsyncRequest.none() || ThreadState.get().current() != null ? null : self;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        ThreadState thread = ThreadState.get();
        Operation left = thread.innermost(Operation.CARRIED);
        if (left != null) {
            telemetry.tracing.end(left);
        }
    }
}
