package io.perfagent.instrument.undertow;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Admission;
import io.perfagent.instrument.family.Telemetry;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/** A request comes to its deployment of servlets: whether it may go on. A dispatch within it has been let in before. */
public final class DeploymentHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object exchange, @Nullable Object dispatcherType) {
        Admission admission = telemetry.admission;
        if (admission == null || !(exchange instanceof HttpServerExchange) || !isRequest(dispatcherType)) {
            return null;
        }
        HttpServerExchange asking = (HttpServerExchange) exchange;
        Call call = Call.of(asking);
        if (call == null || call.isAsked || !TurnAway.asked(admission, call, asking)) {
            return null;
        }
        return TurnAway.answer(admission, call.operation, asking) ? Answer.returning(null) : null;
    }

    /** Whether it comes from outside; its type is one of {@code javax.servlet} or of {@code jakarta.servlet}. */
    private static boolean isRequest(@Nullable Object dispatcherType) {
        return dispatcherType instanceof Enum
                && ((Enum<?>) dispatcherType).name().equals("REQUEST");
    }
}
