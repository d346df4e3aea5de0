package io.perfagent.instrument.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespRequestTest {
    private static List<String> texts(byte[][] parts) {
        List<String> texts = new ArrayList<>();
        for (byte[] part : parts) {
            texts.add(new String(part, StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void what_lettuce_makes_is_read_as_the_server_reads_it() {
        ByteBuf buffer = Unpooled.buffer().writeBytes(new byte[] {'x', 'y'}); // of a command before
        int from = buffer.writerIndex();
        new Command<>(
                        CommandType.SET,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8)
                                .addKey("k\u00e4y")
                                .addValue("")
                                .add("PX")
                                .add(12345678901L))
                .encode(buffer);
        int end = buffer.writerIndex();

        byte[][] parts = RespRequest.parts(buffer, from);

        assertThat(parts).isNotNull();
        assertThat(texts(parts)).containsExactly("SET", "k\u00e4y", "", "PX", "12345678901");
        assertThat(texts(RespRequest.arguments(parts))).containsExactly("k\u00e4y", "", "PX", "12345678901");
        assertThat(buffer.writerIndex()).isEqualTo(end);
        assertThat(buffer.readerIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*1\r\n",
                "*1\r\n$4\r\nPIN",
                "*2\r\n$4\r\nPING\r\n",
                "*1\r\n$4\r\nPING\r\n*",
                "PING\r\n",
                "*0\r\n",
                "*x\r\n",
                "*1\r\n$99999999999\r\nPING\r\n",
                "*1\r\n:4\r\nPING\r\n"
            })
    void anything_else_is_not_understood(String text) {
        ByteBuf buffer = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);

        assertThat(RespRequest.parts(buffer, 0)).isNull();
    }
}
