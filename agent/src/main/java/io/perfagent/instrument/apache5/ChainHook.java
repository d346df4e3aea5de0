package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.jspecify.annotations.Nullable;

/** An exchange enters the chain of handlers, still on the caller's thread: from here its future is known. */
public final class ChainHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object scope, @Nullable Object second) {
        AsyncExchange exchange = AsyncExchange.beginning();
        if (exchange != null && scope instanceof AsyncExecChain.Scope) {
            AsyncExecChain.Scope known = (AsyncExecChain.Scope) scope;
            exchange.context = known.clientContext;
            exchange.keep(new AsyncHeaders(known.cancellableDependency, side, exchange.headers()));
        }
        return null;
    }
}
