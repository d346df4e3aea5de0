package io.perfagent.cache.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespInputTest {
    private static RespInput of(String text) {
        String wire = text.replace("~~", "\r\n");
        return new RespInput(new ByteArrayInputStream(wire.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "<" + new String(bytes, StandardCharsets.ISO_8859_1) + ">";
        }
        if (value instanceof RespInput.Push push) {
            return "push" + shown(push.items());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RespInputTest::shown).toList().toString();
        }
        return String.valueOf(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "+OK~~; OK",
                ":-12~~; -12",
                "#t~~; true",
                ",1.5~~; 1.5",
                "_~~; null",
                "$-1~~; null",
                "*-1~~; null",
                "$0~~~~; <>",
                "$3~~a b~~; <a b>",
                "=7~~txt:a b~~; <txt:a b>",
                "*2~~$1~~a~~:1~~; [<a>, 1]",
                "%1~~$1~~a~~*0~~; [<a>, []]",
                "~2~~:1~~:2~~; [1, 2]",
                "-NOAUTH Authentication required for bob~~; Failure[code=NOAUTH]",
                "!9~~ERR a key~~; Failure[code=ERR]",
                ">2~~$10~~invalidate~~*1~~$7~~price:1~~; push[<invalidate>, [<price:1>]]",
                ">2~~$10~~invalidate~~_~~; push[<invalidate>, null]",
                "|1~~+a~~+b~~:3~~; 3",
            })
    void valuesOfBothProtocols(String wire, String expected) throws IOException {
        assertThat(shown(of(wire).next())).isEqualTo(expected);
    }

    @Test
    void oneAfterTheOther() throws IOException {
        RespInput in = of("+PONG~~>2~~+invalidate~~*1~~$1~~k~~:1~~");

        assertThat(shown(in.next())).isEqualTo("PONG");
        assertThat(shown(in.next())).isEqualTo("push[invalidate, [<k>]]");
        assertThat(in.next()).isEqualTo(1L);
        assertThatThrownBy(in::next).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello~~",
                ":1x~~",
                ":~~",
                ":1234567890123456789~~",
                "$1048577~~",
                "*1048577~~",
                "*1~~*1~~*1~~*1~~*1~~*1~~:1~~",
                "$1~~ab~~",
                "+a\rb",
                ">-1~~",
            })
    void whatIsNotUnderstoodEndsIt(String wire) {
        assertThatThrownBy(() -> of(wire).next()).isInstanceOf(IOException.class);
    }

    @Test
    void aLineWithoutEndEndsIt() {
        byte[] endless = new byte[1 << 20];
        Arrays.fill(endless, (byte) '+');

        assertThatThrownBy(() -> new RespInput(new ByteArrayInputStream(endless)).next())
                .isInstanceOf(IOException.class);
    }

    @Test
    void eachTruncationEndsIt() {
        String whole = ">2~~$10~~invalidate~~*2~~$7~~price:1~~$1~~k~~".replace("~~", "\r\n");
        for (int length = 0; length < whole.length(); length++) {
            RespInput cut = of(whole.substring(0, length));
            assertThatThrownBy(cut::next).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void oneValueTakesNoMoreThanItsShareOfTheHeap() {
        int size = RespInput.MAX_BYTES;
        byte[] bulk = new byte[size + 12];
        byte[] head = ("$" + size + "\r\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, bulk, 0, head.length);
        bulk[head.length + size] = '\r';
        bulk[head.length + size + 1] = '\n';
        byte[] one = Arrays.copyOf(bulk, head.length + size + 2);
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream("*100\r\n".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 100; i++) {
            parts.add(new ByteArrayInputStream(one));
        }
        int[] left = {0};
        InputStream all = new SequenceInputStream(Collections.enumeration(parts)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = super.read(into, offset, length);
                left[0] += Math.max(0, read);
                return read;
            }
        };

        assertThatThrownBy(() -> new RespInput(all).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not understood");
        assertThat(left[0]).isLessThan(17 << 20);
    }
}
