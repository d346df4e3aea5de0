package io.perfagent.instrument.lettuce;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.RedisCall;
import io.perfagent.instrument.family.RedisConnection;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.side.SideTable;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A connection takes one command or several: each is a call, and this thread is done with it. A single command that is not to be
 * sent fails at once.
 */
public final class DispatchHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final SideTable side = telemetry.tracing.side();
    private final LettuceCalls calls = new LettuceCalls();
    private final LettuceText text = new LettuceText();
    private final LinkGuard guard = new LinkGuard();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object commands, @Nullable Object second) {
        if (self == null || commands == null) {
            return null;
        }
        if (commands instanceof RedisCommand) {
            RedisCommand<?, ?, ?> command = (RedisCommand<?, ?, ?>) commands;
            RedisCall call = begin(self, command);
            RedisConnectionException refusal = call == null ? null : guard.refusal(self, call);
            if (refusal != null) {
                command.completeExceptionally(refusal); // which ends the call
                return Answer.returning(command);
            }
            return call == null ? null : command;
        }
        boolean any = false;
        for (Object command : (Collection<?>) commands) {
            any |= command instanceof RedisCommand && begin(self, (RedisCommand<?, ?, ?>) command) != null;
        }
        return any ? commands : null;
    }

    /** A connection refuses by an exception: no command of it will be answered. */
    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        if (state instanceof RedisCommand) {
            calls.end(CommandWrapper.unwrap((RedisCommand<?, ?, ?>) state), LettuceCalls.errorType(thrown), thrown);
            return;
        }
        for (Object command : (Collection<?>) state) {
            calls.end(CommandWrapper.unwrap((RedisCommand<?, ?, ?>) command), LettuceCalls.errorType(thrown), thrown);
        }
    }

    private @Nullable RedisCall begin(Object connection, RedisCommand<?, ?, ?> decorated) {
        RedisCommand<?, ?, ?> command = CommandWrapper.unwrap(decorated);
        // Only of a Command is it known when it ends. One that is under way is handed on to a connection of a node.
        if (!(command instanceof Command) || side.find(command, RedisCall.class) != null) {
            return null;
        }
        Operation operation = telemetry.database.begin(OperationKinds.REDIS);
        if (operation == null) {
            return null;
        }
        // Off this thread at once: from here on any thread may end it.
        telemetry.tracing.detach(operation);
        String name = LettuceText.name(command.getType());
        RedisCall call = new RedisCall(
                command,
                side,
                operation,
                name,
                operation.sampled() ? text.of(name, command.getArgs()) : null,
                connection(connection));
        if (!side.add(call)) {
            telemetry.tracing.end(operation);
            return null;
        }
        return call;
    }

    private RedisConnection connection(Object connection) {
        RedisConnection known = side.find(connection, RedisConnection.class);
        if (known == null) {
            known = new RedisConnection(connection, side);
            side.add(known);
        }
        return known;
    }
}
