package io.perfagent.instrument.apache5;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import java.net.ConnectException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.jspecify.annotations.Nullable;

/**
 * An exchange enters the chain of handlers, still on the caller's thread: from here its future is known, and one that is not to be
 * made fails as one that finds no connection does.
 */
public final class ChainHook extends Hook {
    /** Set while a callback is told: a call that it makes at once, and another one in that one's callback, would never end. */
    private static final ThreadLocal<@Nullable Boolean> TELLING = new ThreadLocal<>();

    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object scope, @Nullable Object callback) {
        AsyncExchange exchange = AsyncExchange.beginning();
        if (exchange != null && !exchange.get() && scope instanceof AsyncExecChain.Scope) {
            AsyncExecChain.Scope known = (AsyncExecChain.Scope) scope;
            if (callback instanceof AsyncExecCallback && TELLING.get() == null) {
                ConnectException refusal = exchange.refusal(known.originalRequest);
                if (refusal != null) {
                    exchange.end(refusal, null);
                    return tell((AsyncExecCallback) callback, refusal);
                }
            }
            exchange.context = known.clientContext;
            exchange.keep(new AsyncHeaders(known.cancellableDependency, side, exchange.headers()));
        }
        return null;
    }

    /** What the application's callback throws goes where it would if the library had told it here. */
    private static Answer tell(AsyncExecCallback callback, ConnectException refusal) {
        TELLING.set(true);
        try {
            callback.failed(refusal);
            return Answer.returning(null);
        } catch (RuntimeException | Error e) {
            return Answer.throwing(e);
        } finally {
            TELLING.remove();
        }
    }
}
