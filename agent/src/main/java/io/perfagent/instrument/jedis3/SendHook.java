package io.perfagent.instrument.jedis3;

import io.perfagent.bootstrap.Hook;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.commands.ProtocolCommand;

/** A command is sent: it lasts until its reply is read. What connecting sends is part of the command that connects. */
public final class SendHook extends Hook {
    private final Jedis3 jedis = new Jedis3();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object command, @Nullable Object arguments) {
        if (!jedis.present
                || self == null
                || !(command instanceof ProtocolCommand)
                || !(arguments instanceof byte[][])) {
            return null;
        }
        Operation operation = jedis.telemetry.database.begin(OperationKinds.REDIS);
        if (operation != null) {
            // One that nobody has read the reply of: it is over, whatever came of it.
            jedis.answered(self, null);
            operation.subject = command;
            operation.detail = arguments;
        }
        return operation;
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        Operation operation = (Operation) state;
        ProtocolCommand command = (ProtocolCommand) operation.subject;
        byte[][] arguments = (byte[][]) operation.detail;
        if (self == null || command == null || arguments == null) {
            jedis.telemetry.tracing.end(operation);
            return;
        }
        String name = Jedis3.name(command);
        // Made of the arguments now: a pipeline may need it, and the caller may change its arrays.
        String text = operation.sampled() ? Jedis3.text(name, arguments) : null;
        operation.detail = null;
        if (thrown != null) {
            jedis.end(operation, self, name, text, 0, thrown);
            return;
        }
        Sent sent = new Sent(self, jedis.side, operation, name, text);
        if (jedis.side.add(sent)) {
            jedis.telemetry.tracing.detach(operation);
        } else {
            jedis.end(operation, self, name, text, 0, null);
        }
    }
}
