package io.perfagent.instrument.jetty;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** A thread runs a channel: with the context of the async request that waits beside it, and leaving nothing behind. */
public final class ChannelHook extends Hook {
    private final Requests requests = new Requests();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        Operation carried = self == null ? null : requests.resume(self);
        return carried == null ? self : carried;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (state instanceof Operation) {
            requests.telemetry.tracing.end((Operation) state);
            return;
        }
        Operation operation = Requests.serving();
        if (operation != null
                && operation.subject instanceof ServedRequest
                && ((ServedRequest) operation.subject).subject == self) {
            requests.end(self); // it was neither completed nor suspended: the connection is broken
        }
    }
}
