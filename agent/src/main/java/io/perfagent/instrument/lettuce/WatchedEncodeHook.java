package io.perfagent.instrument.lettuce;

import io.netty.buffer.ByteBuf;
import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.redis.RedisAction;
import io.perfagent.cache.redis.RedisCommand;
import io.perfagent.cache.redis.RedisCommands;
import io.perfagent.cache.redis.RedisObservation;
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
        WatchedCommand dispatched = side.find(self, WatchedCommand.class);
        if (dispatched != null && !dispatched.isNews()) {
            return; // a read that was looked at, or it is sent again
        }
        byte[][] parts = RespRequest.parts(buffer, from);
        RedisCommand command = parts == null ? RedisCommands.UNKNOWN : RedisCommands.of(parts[0]);
        byte[][] arguments = parts == null ? new byte[0][] : RespRequest.arguments(parts);
        if (command.action == RedisAction.NONE) {
            return; // changes nothing
        }
        long now = System.nanoTime();
        redis.settleLingering(now);
        RedisCall call = side.find(self, RedisCall.class);
        DatabaseTarget target = call == null ? null : call.target;
        RedisObservation read = target == null || command.action != RedisAction.KEPT_READ || dispatched != null
                ? null
                : RedisObservation.begin(
                        redis, command, arguments, target.host + ":" + target.port + "/" + target.namespace);
        PendingWrite write = redis.begin(command, arguments, dispatched == null ? null : dispatched.receiver(), now);
        if (dispatched != null) {
            dispatched.encoded(write, read);
            return;
        }
        if (write == null && read == null) {
            return;
        }
        WatchedCommand watched = new WatchedCommand(self, side, redis, null, false);
        watched.isNews();
        watched.encoded(write, read);
        if (!side.add(watched)) {
            redis.source().distrust("there are too many commands on their way to keep watch of");
            watched.givenUp();
        }
    }
}
