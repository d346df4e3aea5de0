package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.family.Database;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.RedisErrors;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import io.perfagent.trace.ThreadState;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/** One command on a connection. */
public final class CommandHook extends Hook {
    private final Telemetry telemetry = Telemetry.get();
    private final Scope scope = new Scope("io.perfagent.jedis", telemetry.version);
    private final JedisConnections connections = new JedisConnections(telemetry.tracing.side());

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object command, @Nullable Object second) {
        Operation operation = telemetry.database.begin(OperationKinds.REDIS);
        if (operation != null) {
            operation.subject = self;
            operation.detail = command;
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        Object command = operation.detail;
        Object connection = operation.subject;
        CommandArguments arguments = command instanceof CommandObject
                ? ((CommandObject<?>) command).getArguments()
                : (CommandArguments) command;
        if (arguments == null || connection == null) {
            telemetry.tracing.end(operation);
            return;
        }
        String name = RedisText.name(arguments);
        DatabaseTarget target = connections.target((Connection) connection);
        String text = null;
        if (operation.sampled()) {
            StringBuilder out = ThreadState.get().scratch();
            RedisText.append(out, arguments, name);
            text = out.toString();
        }
        Database.Call call = telemetry.database.call(OperationKinds.REDIS, target, "", name);
        telemetry.database.end(operation, scope, call, text, 0, null, errorType(thrown), thrown);
    }

    /** The prefix of an error reply, such as {@code WRONGTYPE}; else the exception's type. */
    static @Nullable String errorType(@Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        if (thrown instanceof JedisDataException) {
            String prefix = RedisErrors.prefix(thrown.getMessage());
            if (prefix != null) {
                return prefix;
            }
        }
        return Span.typeOf(thrown);
    }
}
