package io.perfagent.instrument.undertow;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Telemetry;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * A handler is to go on with an exchange. The first time that it does so on a worker's thread, and may block, is the first time that
 * the exchange can hold anybody up: whether it may go on. What is served on IO threads is not asked.
 */
public final class WorkerHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object exchange, @Nullable Object second) {
        Admission admission = telemetry.admission;
        if (admission == null || !(exchange instanceof HttpServerExchange)) {
            return null;
        }
        HttpServerExchange asking = (HttpServerExchange) exchange;
        Call call = asking.isInIoThread() ? null : Call.of(asking);
        if (call == null || call.isAsked || asking.isResponseStarted() || !call.enter(telemetry.tracing)) {
            return null;
        }
        boolean answered = false;
        try {
            answered = TurnAway.asked(admission, call, asking) && TurnAway.answer(admission, call.operation, asking);
        } finally {
            if (call.leave(telemetry.tracing)) {
                ExchangeEnd.of(telemetry, call);
            }
        }
        return answered ? Answer.returning(null) : null;
    }
}
