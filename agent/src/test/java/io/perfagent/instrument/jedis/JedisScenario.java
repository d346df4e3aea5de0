package io.perfagent.instrument.jedis;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.Caches;
import io.perfagent.cache.CachingScenario;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.faults.FaultPoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * An application with two connections of Jedis that reads and writes keys, its calls woven by hand, its server a few numbers.
 * What it reads must be what the last write has left, whatever the hooks run into.
 */
public final class JedisScenario extends CachingScenario {
    private static final int COMMAND = 0;
    private static final int SEND = 1;
    private static final int REPLY = 2;
    private static final int CONNECT = 3;
    private static final int DISCONNECT = 4;

    private static final Builder<String> TEXT = new Builder<>() {
        @Override
        public String build(Object data) {
            FaultPoint.reached();
            return data == null ? "none" : new String((byte[]) data, StandardCharsets.US_ASCII);
        }
    };

    private final long[] keys = new long[3];

    /** Connected to nobody. */
    private static final class Pretended extends Socket {
        @Override
        public boolean isBound() {
            return true;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return new InetSocketAddress("127.0.0.1", 6379);
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream();
        }

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setSoTimeout(int timeout) {
            // Nobody answers anyhow.
        }
    }

    @Override
    public String call() throws Exception {
        Caches caches = begin(
                "redis:item:*=static,ttl=1h",
                new CachedCommandHook(),
                new CachedSendHook(),
                new CachedReplyHook(),
                new CachedConnectHook(),
                new CachedDisconnectHook());
        reads(Objects.requireNonNull(RedisSource.get()).source());
        Connection reader = connect();
        Connection writer = connect();
        ping(reader);
        ping(writer);
        write(writer, 1);
        read(reader, 1);
        for (ReadKind kind : caches.kinds()) {
            kind.putInForce(Objects.requireNonNull(kind.rule()));
        }

        work(reader, writer);
        if (FaultPoint.thrown() > 0) {
            minuteLater();
        }
        work(reader, writer);
        disconnect(reader);
        disconnect(writer);
        return end(8);
    }

    private void work(Connection reader, Connection writer) {
        read(reader, 1);
        read(reader, 1);
        write(writer, 1);
        read(reader, 1);
        read(reader, 1);
        transaction(writer);
        read(reader, 1);
        read(reader, 1);
        read(reader, 2);
        read(reader, 2);
        script(writer);
        read(reader, 2);
        read(reader, 2);
        Connection other = connect();
        ping(other);
        write(other, 2);
        disconnect(other);
        read(reader, 2);
        read(reader, 2);
        failing(reader);
        read(reader, 2);
    }

    @Override
    protected void settleLingering(long nowNanos) {
        Objects.requireNonNull(RedisSource.get()).settleLingering(nowNanos);
    }

    private Connection connect() {
        Connection made = new Connection(Pretended::new);
        Object state = enter(CONNECT, made, null);
        made.connect();
        exit(CONNECT, made, state, null, null);
        return made;
    }

    private static Object enter(int site, Object self, Object first) {
        return enter(site, self, first, null);
    }

    private static CommandArguments arguments(Protocol.Command command, int key) {
        CommandArguments made = new CommandArguments(command);
        return key == 0 ? made : made.key("item:" + key);
    }

    /** Sends it and reads the reply, as every command does. */
    private static Object sent(Connection on, CommandArguments arguments, Object reply, Throwable thrown) {
        Object sending = enter(SEND, on, arguments);
        exit(SEND, on, sending, null, null);
        Object reading = enter(REPLY, on, null);
        exit(REPLY, on, reading, reply, thrown);
        return reply;
    }

    private void read(Connection on, int key) {
        CommandObject<String> command = new CommandObject<>(arguments(Protocol.Command.GET, key), TEXT);
        byte[] now = String.valueOf(keys[key]).getBytes(StandardCharsets.US_ASCII);
        Object state = enter(COMMAND, on, command);
        Object read;
        if (state instanceof Answer) {
            answered++;
            read = Seam.answered(state);
        } else {
            read = command.getBuilder().build(sent(on, command.getArguments(), now, null));
            exit(COMMAND, on, state, read, null);
        }
        if (!String.valueOf(keys[key]).equals(read)) {
            wrong.append(state instanceof Answer ? "answered " : "asked ").append(key);
            wrong.append(": ").append(read).append(", not ").append(keys[key]).append('\n');
        }
    }

    /** A read that the server refuses. */
    private void failing(Connection on) {
        CommandObject<String> command = new CommandObject<>(arguments(Protocol.Command.HGET, 1), TEXT);
        Throwable refused = new JedisDataException("WRONGTYPE");
        Object state = enter(COMMAND, on, command);
        if (state instanceof Answer) {
            wrong.append("answered what the server refuses\n");
        } else {
            sent(on, command.getArguments(), null, refused);
            exit(COMMAND, on, state, null, refused);
        }
    }

    private static void ping(Connection on) {
        sent(on, arguments(Protocol.Command.PING, 0), new byte[0], null);
    }

    private void write(Connection on, int key) {
        Object sending = enter(SEND, on, arguments(Protocol.Command.SET, key));
        exit(SEND, on, sending, null, null);
        keys[key]++;
        Object reading = enter(REPLY, on, null);
        exit(REPLY, on, reading, new byte[0], null);
    }

    private void transaction(Connection on) {
        sent(on, arguments(Protocol.Command.MULTI, 0), new byte[0], null);
        sent(on, arguments(Protocol.Command.SET, 1), new byte[0], null);
        Object sending = enter(SEND, on, arguments(Protocol.Command.EXEC, 0));
        exit(SEND, on, sending, null, null);
        keys[1]++;
        Object reading = enter(REPLY, on, null);
        exit(REPLY, on, reading, new byte[0], null);
    }

    private void script(Connection on) {
        Object sending = enter(SEND, on, arguments(Protocol.Command.EVAL, 0));
        exit(SEND, on, sending, null, null);
        keys[2]++;
        Object reading = enter(REPLY, on, null);
        exit(REPLY, on, reading, new byte[0], null);
    }

    private static void disconnect(Connection one) {
        Object state = enter(DISCONNECT, one, null);
        exit(DISCONNECT, one, state, null, null);
    }
}
