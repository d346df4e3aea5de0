package io.perfagent.instrument.jetty;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.AsyncRequest;
import io.perfagent.instrument.family.ServedRequest;
import io.perfagent.instrument.family.ServletErrors;
import io.perfagent.trace.Operation;
import org.eclipse.jetty.server.HttpChannel;
import org.jspecify.annotations.Nullable;

/** A dispatch of an async request goes to the server's handlers: in its context, and what they throw is its error. */
public final class HandleAsyncHook extends Hook {
    private final Requests requests = new Requests();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object channel, @Nullable Object second) {
        return channel == null ? null : requests.resume(channel);
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation carried = (Operation) state;
        AsyncRequest resumed = (AsyncRequest) carried.subject;
        Operation parked = resumed == null ? null : resumed.operation;
        if (thrown != null && resumed != null && parked != null) {
            parked.error = ServletErrors.rootCause(thrown);
            Object channel = resumed.get();
            if (parked.subject instanceof ServedRequest && channel instanceof HttpChannel) {
                ((ServedRequest) parked.subject).threwLate =
                        ((HttpChannel) channel).getResponse().isCommitted();
            }
        }
        requests.telemetry.tracing.end(carried);
    }
}
