package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Snapshot;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.Tracing;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous call is begun. Its operation leaves this thread at once, because any thread may end it; in its place a
 * carried context tells the other hooks of the same exchange.
 */
public final class AsyncExecuteHook extends Hook {
    private final ApacheCalls calls = new ApacheCalls();
    private final Tracing tracing = calls.telemetry.tracing;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object target, @Nullable Object second) {
        Operation operation = calls.telemetry.httpClient.begin();
        if (operation == null) {
            return null;
        }
        tracing.detach(operation);
        Operation caller = ThreadState.get().current();
        Operation marker = tracing.attach(new Snapshot(operation));
        if (marker == null) {
            tracing.end(operation);
            return null;
        }
        marker.subject =
                new AsyncExchange(calls, operation, caller == null ? null : new Snapshot(caller), (HttpHost) target);
        return marker;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation marker = (Operation) state;
        AsyncExchange exchange = (AsyncExchange) marker.subject;
        tracing.end(marker);
        if (exchange != null && (thrown != null || !exchange.watched())) {
            exchange.end(thrown, null);
        }
    }
}
