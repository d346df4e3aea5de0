package io.perfagent.instrument.lettuce;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives a command a reply that was kept, as if it had come from the server. Safe for all threads. */
final class LettuceReplies {
    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

    private LettuceReplies() {}

    /** Takes what the application's codec throws. */
    private static final class Failed implements Consumer<Throwable> {
        private final AsyncCommand<?, ?, ?> command;

        Failed(AsyncCommand<?, ?, ?> command) {
            this.command = command;
        }

        @Override
        public void accept(Throwable thrown) {
            command.completeExceptionally(thrown);
        }
    }

    /** Null for versions of Lettuce whose decoder is another one: nothing is answered there. */
    static @Nullable LettuceReplies make() {
        try {
            boolean usable = Modifier.isPublic(RedisStateMachine.class
                            .getConstructor(ByteBufAllocator.class)
                            .getModifiers())
                    && RedisStateMachine.class
                                    .getMethod("decode", ByteBuf.class, CommandOutput.class, Consumer.class)
                                    .getReturnType()
                            == boolean.class;
            return usable ? new LettuceReplies() : null;
        } catch (NoSuchMethodException | LinkageError e) {
            return null;
        }
    }

    /**
     * Completes a command.
     *
     * @param wire one whole reply, as it came
     */
    void complete(AsyncCommand<?, ?, ?> command, byte[] wire) {
        RedisStateMachine machine = new RedisStateMachine(HEAP);
        // Of its own, outside of the heap as what comes from a socket: a codec may decode in place.
        ByteBuf reply = ByteBufAllocator.DEFAULT.directBuffer(wire.length, wire.length);
        CommandOutput<?, ?, ?> output = command.getOutput();
        Consumer<Throwable> failed = new Failed(command);
        try { // from here on it cannot go its own way any more: its output may be filled in part
            reply.writeBytes(wire);
            machine.decode(reply, output, failed);
            command.complete();
        } catch (Throwable t) {
            command.completeExceptionally(t);
        } finally {
            reply.release();
            machine.close();
        }
    }
}
