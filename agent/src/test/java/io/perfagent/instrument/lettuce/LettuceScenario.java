package io.perfagent.instrument.lettuce;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.perfagent.bootstrap.Answer;
import io.perfagent.cache.Caches;
import io.perfagent.cache.CachingScenario;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.faults.FaultPoint;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * An application with two connections of Lettuce that reads and writes keys, its calls woven by hand, its server a few numbers.
 * What it reads must be what was written before on the same connection, and what any write has left that was answered,
 * whatever the hooks run into.
 */
public final class LettuceScenario extends CachingScenario {
    private static final int DISPATCH = 0;
    private static final int WRITE = 1;
    private static final int ENCODE = 2;
    private static final int DECODE = 3;
    private static final int ANSWERED = 4;
    private static final int GIVEN_UP = 5;
    private static final int OPENED = 6;
    private static final int ENDED = 7;

    private final long[] keys = new long[3];

    /** A connection, and the channel it writes to. */
    private record Client(StatefulRedisConnectionImpl<String, String> connection, ChannelHandlerContext context) {}

    /** Connected to nobody. */
    private static final class Pretended extends EmbeddedChannel {
        Pretended(ChannelInboundHandlerAdapter handler) {
            super(handler);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("127.0.0.1", 6379);
        }
    }

    @Override
    public String call() throws Exception {
        forgetEarlierRuns();
        Caches caches = begin(
                "redis:item:*=static,ttl=1h",
                new CachedDispatchHook(),
                new WatchedWriteHook(),
                new WatchedEncodeHook(),
                new ReplyPartHook(),
                new WatchedAnswerHook(),
                new WatchedGiveUpHook(),
                new ChannelHook(),
                new ChannelEndHook());
        reads(Objects.requireNonNull(RedisSource.get()).source());
        Client reader = connect();
        Client writer = connect();
        write(writer, 1);
        write(reader, 1);
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
        return end(6);
    }

    /** What they have left beside connections that are gone would fill the table. */
    private static void forgetEarlierRuns() {
        SideTable side = Telemetry.get().tracing.side();
        if (side.size() > side.capacity() / 2) {
            System.gc();
            side.expunge();
        }
    }

    private void work(Client reader, Client writer) {
        read(reader, 1);
        read(reader, 1);
        write(writer, 1);
        read(reader, 1);
        read(reader, 1);
        unwaited(reader, 1);
        read(reader, 1);
        read(writer, 2);
        read(writer, 2);
        script(writer, 2);
        read(reader, 2);
        read(reader, 2);
        cancelled(writer, 2);
        read(reader, 2);
        Client other = connect();
        write(other, 2);
        disconnect(other);
        read(reader, 2);
        read(reader, 2);
        refused(reader, 2);
        read(reader, 2);
    }

    @Override
    protected void settleLingering(long nowNanos) {
        Objects.requireNonNull(RedisSource.get()).settleLingering(nowNanos);
    }

    /** A command whose answer was not told of is pending until it is collected itself. */
    @Override
    protected void collect() {
        System.gc();
        Telemetry.get().tracing.side().expunge();
        settleLingering(System.nanoTime() + 2 * MINUTE_NANOS);
    }

    @SuppressWarnings("unchecked")
    private static <T> T nobody(Class<T> type) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            Class<?> given = method.getReturnType();
            return given == boolean.class
                    ? false
                    : given == int.class ? (Object) 0 : given.isInterface() ? nobody(given) : null;
        });
    }

    private static Client connect() {
        ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
        EmbeddedChannel channel = new Pretended(handler);
        ChannelHandlerContext context = channel.pipeline().context(handler);
        exit(OPENED, handler, enter(OPENED, handler, context, null), null, null);
        Client made = new Client(
                new StatefulRedisConnectionImpl<>(
                        nobody(RedisChannelWriter.class),
                        nobody(PushHandler.class),
                        StringCodec.UTF8,
                        Duration.ofSeconds(1)),
                context);
        AsyncCommand<String, String, String> hello = command(CommandType.HELLO, 0);
        written(made, hello);
        answered(hello, "+OK\r\n");
        return made;
    }

    private static AsyncCommand<String, String, String> command(CommandType type, int key) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        if (key == 0) {
            arguments.add(3);
        } else {
            arguments.addKey("item:" + key);
        }
        CommandOutput<String, String, String> output =
                type == CommandType.GET ? new ValueOutput<>(StringCodec.UTF8) : new StatusOutput<>(StringCodec.UTF8);
        return new AsyncCommand<>(new Command<>(type, output, arguments));
    }

    /** Its bytes leave: from here on the server may carry it out. */
    private static void written(Client client, AsyncCommand<String, String, String> command) {
        Object writing = enter(WRITE, client, client.context(), command);
        Object plain = command.getDelegate();
        ByteBuf buffer = Unpooled.buffer();
        Object encoding = enter(ENCODE, plain, buffer, null);
        ((Command<?, ?, ?>) plain).encode(buffer);
        exit(ENCODE, plain, encoding, null, null);
        exit(WRITE, client, writing, null, null);
    }

    /** Its reply comes, in two parts if it is long enough. */
    private static void answered(AsyncCommand<String, String, String> command, String reply) {
        ByteBuf buffer = Unpooled.buffer();
        RedisStateMachine machine = new RedisStateMachine();
        int middle = reply.indexOf('\n') + 1;
        for (String part : new String[] {reply.substring(0, middle), reply.substring(middle)}) {
            if (!part.isEmpty()) {
                buffer.writeCharSequence(part, StandardCharsets.US_ASCII);
                Object decoding = enter(DECODE, command, buffer, command);
                machine.decode(buffer, command.getOutput());
                exit(DECODE, command, decoding, null, null);
            }
        }
        if (command.getOutput().hasError()) {
            Throwable refused = new io.lettuce.core.RedisCommandExecutionException("ERR");
            exit(GIVEN_UP, command, enter(GIVEN_UP, command.getDelegate(), refused, null), null, null);
            command.completeExceptionally(refused);
        } else {
            exit(ANSWERED, command, enter(ANSWERED, command, null, null), null, null);
            command.complete();
        }
    }

    private static Object dispatched(Client client, AsyncCommand<String, String, String> command) {
        return enter(DISPATCH, client.connection(), command, null);
    }

    private static void exit(Client client, Object state) {
        if (state != null && !(state instanceof Answer)) {
            exit(DISPATCH, client.connection(), state, null, null);
        }
    }

    private void read(Client client, int key) {
        AsyncCommand<String, String, String> get = command(CommandType.GET, key);
        Object state = dispatched(client, get);
        exit(client, state);
        if (!(state instanceof Answer)) {
            written(client, get);
            answered(get, bulk(keys[key]));
        }
        judge(state, get, key);
    }

    private static String bulk(long value) {
        String text = Long.toString(value);
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    private void judge(Object state, AsyncCommand<String, String, String> get, int key) {
        boolean fromMemory = state instanceof Answer;
        answered += fromMemory ? 1 : 0;
        String read = get.isDone() && !get.isCompletedExceptionally() ? get.join() : "nothing";
        if (!String.valueOf(keys[key]).equals(read)) {
            wrong.append(fromMemory ? "answered " : "asked ").append(key);
            wrong.append(": ").append(read).append(", not ").append(keys[key]).append('\n');
        }
    }

    private void write(Client client, int key) {
        sent(client, command(CommandType.SET, key), key);
    }

    private void script(Client client, int key) {
        sent(client, command(CommandType.EVAL, key), key);
    }

    private void sent(Client client, AsyncCommand<String, String, String> command, int key) {
        exit(client, dispatched(client, command));
        written(client, command);
        keys[key]++;
        answered(command, "+OK\r\n");
    }

    /** A write that is not waited for, and a read after it on the same connection: no byte of either has left. */
    private void unwaited(Client client, int key) {
        AsyncCommand<String, String, String> set = command(CommandType.SET, key);
        exit(client, dispatched(client, set));
        AsyncCommand<String, String, String> get = command(CommandType.GET, key);
        Object state = dispatched(client, get);
        exit(client, state);
        written(client, set);
        keys[key]++;
        answered(set, "+OK\r\n");
        if (!(state instanceof Answer)) {
            written(client, get);
            answered(get, bulk(keys[key]));
        }
        judge(state, get, key);
    }

    /** A write that the application cancels, and the server carries out. */
    private void cancelled(Client client, int key) {
        AsyncCommand<String, String, String> set = command(CommandType.SET, key);
        exit(client, dispatched(client, set));
        written(client, set);
        exit(GIVEN_UP, set, enter(GIVEN_UP, set.getDelegate(), null, null), null, null);
        set.cancel(true);
        keys[key]++;
    }

    private void refused(Client client, int key) {
        AsyncCommand<String, String, String> set = command(CommandType.SET, key);
        exit(client, dispatched(client, set));
        written(client, set);
        answered(set, "-ERR\r\n");
    }

    private static void disconnect(Client client) {
        exit(ENDED, client, enter(ENDED, client, client.context(), null), null, null);
    }
}
