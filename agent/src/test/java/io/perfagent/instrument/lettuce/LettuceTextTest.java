package io.perfagent.instrument.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LettuceTextTest {
    private final LettuceText text = new LettuceText();

    private static CommandArgs<String, String> args() {
        return new CommandArgs<>(StringCodec.UTF8);
    }

    @Test
    void keys_are_shown_and_values_are_not() {
        assertThat(text.of("GET", args().addKey("user:7"))).isEqualTo("GET user:7");
        assertThat(text.of("MGET", args().addKey("a").addKey("b"))).isEqualTo("MGET a b");
        assertThat(text.of(
                        "SET", args().addKey("k").addValue("SECRET").add("EX").add(60)))
                .isEqualTo("SET k ? ? ?");
        assertThat(text.of("HSET", args().addKey("h").addKey("f").addValue("SECRET")))
                .isEqualTo("HSET h f ?");
        assertThat(text.of(
                        "MSET",
                        args().addKey("a").addValue("SECRET").addKey("b").addValue("SECRET")))
                .isEqualTo("MSET a ? b ?");
        assertThat(text.of("ZADD", args().addKey("z").add(1.5).addValue("SECRET")))
                .isEqualTo("ZADD z ? ?");
    }

    @Test
    void options_and_numbers_are_shown_where_no_value_can_be() {
        assertThat(text.of("INCRBY", args().addKey("n").add(5))).isEqualTo("INCRBY n 5");
        assertThat(text.of("INCRBYFLOAT", args().addKey("n").add(0.5))).isEqualTo("INCRBYFLOAT n 0.5");
        assertThat(text.of("SCAN", args().add("0").add(CommandKeyword.MATCH).add("user:*")))
                .isEqualTo("SCAN 0 MATCH user:*");
    }

    @Test
    void passwords_are_not_shown() {
        assertThat(text.of("AUTH", args().add("SECRET".toCharArray()))).isEqualTo("AUTH ?");
        assertThat(text.of("HELLO", args().add(3).add("AUTH").add("bob").add("SECRET".toCharArray())))
                .isEqualTo("HELLO ? ? ? ?");
        assertThat(text.of("CLIENT", args().add("SECRET".toCharArray()))).isEqualTo("CLIENT ?");
    }

    @Test
    void a_command_without_arguments_is_its_name() {
        assertThat(text.of("PING", null)).isEqualTo("PING");
        assertThat(text.of("PING", args())).isEqualTo("PING");
    }

    @Test
    void a_command_that_is_unknown_shows_nothing() {
        assertThat(text.of("ACME.PUT", args().addKey("key").addValue("SECRET"))).isEqualTo("ACME.PUT ? ?");
    }

    @Test
    void binary_keys_are_read_as_text() {
        CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);

        assertThat(text.of("GET", args.addKey("clé".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("GET clé");
    }

    @Test
    void the_applications_own_codec_and_types_are_not_run() {
        CommandArgs<Object, Object> args = new CommandArgs<>(new RefusingCodec());
        Object key = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("the application's code was run");
            }
        };

        assertThat(text.of("GET", args.addKey(key))).isEqualTo("GET ?");
    }

    @Test
    void a_text_is_bounded() {
        CommandArgs<String, String> many = args();
        for (int i = 0; i < 10_000; i++) {
            many.addKey("key:" + i);
        }

        assertThat(text.of("MGET", many)).hasSizeLessThan(1100);
        assertThat(text.of("GET", args().addKey("x".repeat(1 << 20)))).hasSize(4 + 1024);
        assertThat(text.of("GET", args().add(new byte[1 << 20]))).hasSize(4 + 1024);
    }

    @Test
    void a_name_is_what_the_server_is_told() {
        assertThat(LettuceText.name(CommandType.GET)).isEqualTo("GET");
        assertThat(LettuceText.name(CommandType.JSON_GET)).isEqualTo("JSON.GET");
        assertThat(LettuceText.name(new Own())).isEqualTo("ACME.PUT");
    }

    private static final class Own implements ProtocolKeyword {
        @Override
        public byte[] getBytes() {
            return "acme.put".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "something else";
        }
    }

    private static final class RefusingCodec implements RedisCodec<Object, Object> {
        @Override
        public Object decodeKey(ByteBuffer bytes) {
            throw new AssertionError("the application's code was run");
        }

        @Override
        public Object decodeValue(ByteBuffer bytes) {
            throw new AssertionError("the application's code was run");
        }

        @Override
        public ByteBuffer encodeKey(Object key) {
            throw new AssertionError("the application's code was run");
        }

        @Override
        public ByteBuffer encodeValue(Object value) {
            throw new AssertionError("the application's code was run");
        }
    }
}
