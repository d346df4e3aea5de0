package io.perfagent.instrument.lettuce;

import io.netty.buffer.ByteBuf;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisAction;
import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisCommands;
import io.perfagent.cache.redis.RedisObservation;
import io.perfagent.cache.redis.RedisServer;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.cache.tier.PendingWrite;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.RedisCall;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.side.SideTable;
import org.jspecify.annotations.Nullable;

/** The bytes of a command have been made, and have not left: read as the server will read them, so that no codec is asked. */
public final class WatchedEncodeHook extends Hook {
    private final SideTable side = Telemetry.get().tracing.side();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object buffer, @Nullable Object second) {
        return RedisSource.get() == null || !(buffer instanceof ByteBuf)
                ? null
                : new Start((ByteBuf) buffer, ((ByteBuf) buffer).writerIndex());
    }

    /** Where the command begins. */
    private static final class Start {
        final ByteBuf buffer;
        final int index;

        Start(ByteBuf buffer, int index) {
            this.buffer = buffer;
            this.index = index;
        }
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        RedisSource redis = RedisSource.get();
        if (redis == null || self == null || thrown != null) {
            return;
        }
        try {
            Start start = (Start) state;
            encoded(redis, self, start.buffer, start.index);
        } catch (Throwable t) {
            redis.source().distrust("a command of Lettuce was not understood: " + t);
        }
    }

    private void encoded(RedisSource redis, Object self, ByteBuf buffer, int from) {
        byte[][] parts = RespRequest.parts(buffer, from);
        RedisCommand command = parts == null ? RedisCommands.UNKNOWN : RedisCommands.of(parts[0]);
        byte[][] arguments = parts == null ? new byte[0][] : RespRequest.arguments(parts);
        if (command.action == RedisAction.NONE || side.find(self, WatchedCommand.class) != null) {
            return; // changes nothing, or is sent again
        }
        long now = System.nanoTime();
        redis.settleLingering(now);
        RedisCall call = side.find(self, RedisCall.class);
        DatabaseTarget target = call == null ? null : call.target;
        RedisObservation read = target == null || command.action != RedisAction.KEPT_READ
                ? null
                : RedisObservation.begin(
                        redis, command, arguments, target.host + ":" + target.port + "/" + target.namespace);
        RedisServer server = target == null || target.peerAddress == null
                ? null
                : redis.server(target.peerAddress + ":" + target.peerPort);
        PendingWrite write = redis.begin(command, arguments, server, now);
        if (write == null && read == null) {
            return;
        }
        WatchedCommand watched = new WatchedCommand(self, side, redis, write, read);
        if (!side.add(watched)) {
            redis.source().distrust("there are too many commands on their way to keep watch of");
            watched.givenUp();
        }
    }
}
