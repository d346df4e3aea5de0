package io.perfagent.instrument.lettuce;

import io.lettuce.core.RedisCommandExecutionException;
import io.perfagent.instrument.family.Database;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.RedisCall;
import io.perfagent.instrument.family.RedisErrors;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** Ends what {@link DispatchHook} has begun: once, by whichever thread comes first. */
final class LettuceCalls {
    private final Telemetry telemetry = Telemetry.get();
    private final SideTable side = telemetry.tracing.side();
    private final LinkGuard guard = new LinkGuard();
    private final Scope scope = new Scope("io.perfagent.lettuce", telemetry.version);

    /**
     * Ends the call of a command, if it is one and has not ended.
     *
     * @param command without its decorations
     */
    void end(@Nullable Object command, @Nullable String errorType, @Nullable Throwable thrown) {
        RedisCall call = take(command);
        if (call != null) {
            end(call, errorType, thrown);
        }
    }

    @Nullable
    RedisCall take(@Nullable Object command) {
        return command == null ? null : side.take(command, RedisCall.class);
    }

    void end(RedisCall call, @Nullable String errorType, @Nullable Throwable thrown) {
        guard.ended(call, thrown, thrown == null || thrown instanceof RedisCommandExecutionException);
        finish(call, errorType, thrown);
    }

    /** Ends a call that was given up. */
    void giveUp(RedisCall call, String errorType, @Nullable Throwable thrown) {
        guard.givenUp(call);
        finish(call, errorType, thrown);
    }

    private void finish(RedisCall call, @Nullable String errorType, @Nullable Throwable thrown) {
        DatabaseTarget written = call.target;
        Database.Call key = telemetry.database.call(
                OperationKinds.REDIS, written == null ? call.connection.target : written, "", call.name);
        telemetry.database.end(call.operation, scope, key, call.text, 0, null, errorType, thrown);
    }

    /** The prefix of an error reply, such as {@code WRONGTYPE}; else the exception's type. */
    static String errorType(Throwable thrown) {
        String prefix =
                thrown instanceof RedisCommandExecutionException ? RedisErrors.prefix(thrown.getMessage()) : null;
        return prefix == null ? Span.typeOf(thrown) : prefix;
    }
}
