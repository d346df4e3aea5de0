package io.perfagent.instrument.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LettuceRepliesTest {
    private boolean hadArray;

    /** Decodes where the bytes are, as one that decrypts may. */
    private final class InPlace implements RedisCodec<String, String> {
        @Override
        public String decodeKey(ByteBuffer bytes) {
            return StringCodec.UTF8.decodeKey(bytes);
        }

        @Override
        public String decodeValue(ByteBuffer bytes) {
            hadArray |= bytes.hasArray();
            String value = StringCodec.UTF8.decodeValue(bytes.duplicate());
            while (bytes.hasRemaining()) {
                bytes.put((byte) '#');
            }
            return value;
        }

        @Override
        public ByteBuffer encodeKey(String key) {
            return StringCodec.UTF8.encodeKey(key);
        }

        @Override
        public ByteBuffer encodeValue(String value) {
            return StringCodec.UTF8.encodeValue(value);
        }
    }

    @Test
    void a_codec_that_decodes_in_place_does_not_change_what_is_kept() {
        LettuceReplies replies = Objects.requireNonNull(LettuceReplies.make());
        byte[] wire = "$3\r\nabc\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 2; i++) {
            AsyncCommand<String, String, String> command =
                    new AsyncCommand<>(new Command<>(CommandType.GET, new ValueOutput<>(new InPlace())));
            replies.complete(command, wire);

            assertThat(command.join()).isEqualTo("abc");
        }

        assertThat(wire).asString(StandardCharsets.US_ASCII).isEqualTo("$3\r\nabc\r\n");
        assertThat(hadArray).isFalse();
    }
}
