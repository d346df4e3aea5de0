package io.perfagent.instrument.jdkserver;

import com.sun.net.httpserver.HttpExchange;
import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;

/** An exchange goes through its filters to its handler: the outermost of these calls serves it, unless a limit turns it away. */
public final class HandleHook extends Hook {
    private final ExchangeCalls calls = ExchangeCalls.SHARED;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object exchange, @Nullable Object second) {
        Operation operation = exchange == null ? null : calls.begin((HttpExchange) exchange);
        if (operation != null && exchange != null && calls.turnsAway(operation, (HttpExchange) exchange)) {
            calls.returned(operation, null);
            return Answer.returning(null);
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        calls.returned((Operation) state, thrown);
    }
}
