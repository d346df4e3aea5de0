package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/** A request is about to be sent by an asynchronous client, on whatever thread: with the context. */
public final class AsyncInjectHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object request, @Nullable Object scope) {
        if (request instanceof HttpMessage && scope instanceof AsyncExecChain.Scope) {
            AsyncHeaders headers = side.find(((AsyncExecChain.Scope) scope).cancellableDependency, AsyncHeaders.class);
            if (headers != null) {
                ApacheCalls.set((HttpMessage) request, headers.pairs);
            }
        }
        return null;
    }
}
