package io.perfagent.instrument.jedis3;

import io.perfagent.instrument.family.Database;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.RedisArguments;
import io.perfagent.instrument.family.RedisErrors;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Scope;
import io.perfagent.trace.Span;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** What the hooks of Jedis 3 share. */
final class Jedis3 {
    private static final int MAX_CHARS = 1024;

    final Telemetry telemetry = Telemetry.get();
    final SideTable side = telemetry.tracing.side();

    /** Whether this is version 3: later ones have classes of the same names, and other hooks. */
    final boolean present;

    private final Scope scope = new Scope("io.perfagent.jedis", telemetry.version);
    private final @Nullable Field client;
    private final Jedis3Connections connections;

    Jedis3() {
        ClassLoader library = Connection.class.getClassLoader();
        Class<?> pipeline = find("redis.clients.jedis.MultiKeyPipelineBase", library);
        Class<?> binaryClient = find("redis.clients.jedis.BinaryClient", library);
        present = binaryClient != null && find("redis.clients.jedis.CommandObject", library) == null;
        client = pipeline == null ? null : field(pipeline, "client");
        connections = new Jedis3Connections(side, binaryClient);
    }

    private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    static @Nullable Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The connection of a pipeline or transaction. */
    @Nullable
    Object connection(Object pipeline) {
        try {
            return client == null ? null : client.get(pipeline);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Ends what was sent on a connection and is not answered yet, if there is such a command. */
    void answered(Object connection, @Nullable Throwable thrown) {
        Sent sent = side.take(connection, Sent.class);
        if (sent != null) {
            end(sent.operation, connection, sent.name, sent.text, 0, thrown);
        }
    }

    void end(
            Operation operation,
            Object connection,
            String name,
            @Nullable String text,
            int batchSize,
            @Nullable Throwable thrown) {
        DatabaseTarget target = connections.target((Connection) connection);
        Database.Call call = telemetry.database.call(OperationKinds.REDIS, target, "", name);
        telemetry.database.end(operation, scope, call, text, batchSize, null, errorType(thrown), thrown);
    }

    /** The prefix of an error reply, such as {@code WRONGTYPE}; else the exception's type. */
    private static @Nullable String errorType(@Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        String prefix = thrown instanceof JedisDataException ? RedisErrors.prefix(thrown.getMessage()) : null;
        return prefix != null ? prefix : Span.typeOf(thrown);
    }

    static String name(ProtocolCommand command) {
        return command instanceof Protocol.Command
                ? ((Protocol.Command) command).name()
                : new String(command.getRaw(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    }

    /** {@code db.query.text}: the command's name and keys; values are {@code ?}. */
    static String text(String name, byte[][] arguments) {
        StringBuilder out = ThreadState.get().scratch().append(name);
        int kept = RedisArguments.kept(name);
        for (int i = 0; i < arguments.length && out.length() < MAX_CHARS; i++) {
            out.append(' ');
            if (RedisArguments.shown(kept, i + 1)) {
                RedisArguments.append(out, arguments[i], MAX_CHARS);
            } else {
                out.append('?');
            }
        }
        return out.toString();
    }
}
